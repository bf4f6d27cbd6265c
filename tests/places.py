"""Which functions of the service asked the database in a whole run of the unit tests.

The second database's run leaves tests out that look at pages. This names what it misses by that:
each function of queries, services and rules that asked the first database and not the second. It
fails nothing, since what a sweep reaches is partly chance.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import loading

ROOT = Path(__file__).parent.parent
HOUSE = f"{ROOT / 'award'}{os.sep}"
APART = tuple(f"{HOUSE}{name}{os.sep}" for name in ("foundation", "seeding"))
"""The first asks on behalf of who called it, the second fills each database in its own way."""
VIEWS = f"{os.sep}views"
"""Never ask; what is written as their transaction ends is somebody else's."""
RESULTS = ROOT / ".test-results"
_REREADS = loading._load_scalar_attributes.__code__  # type: ignore[attr-defined]
_met: set[str] = set()
_owner: dict[int, tuple[CodeType, str]] = {}
"""By the number of a function's code, whose hash is a lengthy one; kept with it, so that no other
gets the number."""


WANTED = "TEST_PLACES"


def wanted(config: pytest.Config) -> bool:
    """Only a whole run can say it. The processes that it starts inherit the answer."""
    if not hasattr(config, "workerinput"):
        os.environ[WANTED] = str(_whole_run(config))
    return os.environ[WANTED] == "True"


def _whole_run(config: pytest.Config) -> bool:
    return (
        config.args_source is config.ArgsSource.TESTPATHS
        and config.getoption("markexpr") == "not journey"
        and not config.getoption("keyword")
    )


def begin(database: str) -> None:
    """In each process that runs tests."""

    @event.listens_for(Engine, "before_cursor_execute")
    def note(connection: Any, *_rest: Any) -> None:
        if connection.dialect.name == database:
            _met.add(_place())


def _place() -> str:
    """The innermost function of a chapter that is under way; "" where there is none."""
    frame = sys._getframe(2)
    while frame := frame.f_back:  # type: ignore[assignment]
        code = frame.f_code
        if code is _REREADS:
            return ""  # an object that is out of date is read again by whoever looks at it next
        owner = _owner.get(id(code))
        if owner is None:
            owner = _owner[id(code)] = (code, _owner_of(code))
        if owner[1]:
            return owner[1]
    return ""


def _owner_of(code: CodeType) -> str:
    path = code.co_filename
    if not path.startswith(HOUSE) or path.startswith(APART) or VIEWS in path:
        return ""
    return f"{path.removeprefix(HOUSE)}: {code.co_qualname.replace('.<locals>', '')}"


def leave(run: Path) -> None:
    """In the same process, at its end."""
    (run / f"places-{os.getpid()}").write_text("\n".join(_met), "utf-8")


def gather(run: Path, database: str) -> list[str]:
    """In the process that started the others: what asked the first database and not this one."""
    met = {line for file in run.glob("places-*") for line in file.read_text("utf-8").split("\n")}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"places-{database}").write_text("\n".join(sorted(met)), "utf-8")
    first = RESULTS / "places-sqlite"
    return sorted(set(first.read_text("utf-8").split("\n")) - met) if first.exists() else []
