"""What somebody can follow: a search of the case studies, or when rounds open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    SEARCH = "search"
    ROUNDS = "rounds"


@dataclass(frozen=True)
class Says:
    """How pages speak of it. `news`: when we write."""

    begin: str
    wants: str
    """Before it is confirmed; of a search its words come after."""
    confirm: str
    follows: str
    end: str
    go_on: str
    news: str
    ended: str
    renewed: str
    page: str
    """The endpoint of the page on which it begins anew, or which shows what it is about."""
    back: str


ROUNDS_CALLED: Final = "When a round opens"
SAYS: Final[Mapping[Kind, Says]] = {
    Kind.SEARCH: Says(
        begin="Follow this search",
        wants="You want to follow",
        confirm="Confirm that you follow this search",
        follows="You follow this search",
        end="Stop following this search",
        go_on="Go on following this search",
        news="something new is published in it",
        ended="You follow this search no more. We have deleted it.",
        renewed="You follow this search for two more years.",
        page="case_studies.index",
        back="go back to the case studies",
    ),
    Kind.ROUNDS: Says(
        begin="Email me when a round opens",
        wants="You want an email when a round opens for applications",
        confirm="Confirm that you want an email when a round opens",
        follows="We email you when a round opens",
        end="Stop emails about rounds that open",
        go_on="Go on being told when a round opens",
        news="a round opens for applications",
        ended="We tell you of rounds no more. We have deleted your request.",
        renewed="We tell you of rounds that open for two more years.",
        page="rounds.index",
        back="go back to the rounds",
    ),
}
