"""AI in Health and Care Award: from a round's opening to a public case study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from award.foundation.chapters import Chapter
    from config import Settings

__all__ = ["create_app"]


def create_app(
    settings: Settings | None = None, chapters: Sequence[Chapter] | None = None
) -> Flask:
    """Build the application; refuse to start when a setting or an endpoint's rule is missing.

    It is loaded here and not before, so that settings can be judged without it.
    """
    from award.application import build

    return build(settings) if chapters is None else build(settings, chapters)
