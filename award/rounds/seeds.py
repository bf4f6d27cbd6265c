"""Where the reference data that comes with a release lies, and how it is read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from config import ROOT

QUESTION_SETS = ROOT / "seeds" / "question_sets"
CRITERIA = ROOT / "seeds" / "criteria"
LIVED_CRITERIA = CRITERIA / "lived_experience"
DIGEST = ROOT / "seeds" / "digest.toml"
REGIMES = ROOT / "seeds" / "regimes.toml"
CROSSWALK = ROOT / "seeds" / "crosswalk.toml"


def read(path: Path) -> dict[str, Any]:
    """The data of a TOML file; OSError or TOMLDecodeError when it can't be read."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
