"""Which functions of the service asked the database what, in a whole run of the unit tests.

The second database's run needs only as many tests as ask all of that once more: `needed` chooses
them, by what each asked in the first database's run. What it misses all the same fails it.
"""

from __future__ import annotations

import heapq
import json
import os
import re
import sys
import time
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import loading

from award.foundation import work

ROOT = Path(__file__).parent.parent
HOUSE = f"{ROOT / 'award'}{os.sep}"
APART = tuple(f"{HOUSE}{name}{os.sep}" for name in ("foundation", "seeding"))
"""The first asks on behalf of who called it, the second fills each database in its own way."""
VIEWS = f"{os.sep}views"
"""Never ask; what is written as their transaction ends is somebody else's."""
RESULTS = ROOT / ".test-results"
FIRST = "sqlite"
TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
"""Each database begins and ends them in its own way: they ask nothing."""
_UNASKED = (
    loading._load_scalar_attributes.__code__,  # type: ignore[attr-defined]
    work.still_here.__code__,
)
"""An object that is out of date is read again by whoever looks at it next, and a long job says that
it is alive where the machine was slow."""
_BY_KEY = loading._load_on_pk_identity.__code__
"""Asks only where the object is no longer in memory, which is a matter of when garbage went; what
it locks or reads again, it asks for every time."""
_owner: dict[int, tuple[CodeType, str]] = {}
"""By the number of a function's code, whose hash is a lengthy one; kept with it, so that no other
gets the number."""


class Asked:
    """What was asked in this process: by which functions, and in which test."""

    def __init__(self) -> None:
        self.functions: set[str] = set()
        self.tests: dict[str, set[str]] = {}
        self.took: dict[str, float] = {}
        """Seconds of processor time by test, what it set up for those after it included."""
        self.now: set[str] = set()
        self._running = ""
        self._since = 0.0

    def begin_test(self, name: str) -> None:
        self.end_test()
        self._running = name
        self.now = self.tests.setdefault(name, set())

    def end_test(self) -> None:
        now = time.process_time()
        if self._running:
            self.took[self._running] = now - self._since
        self._running, self._since = "", now

    def note(self, place: str, statement: str) -> None:
        self.functions.add(place)
        self.now.add(_mark(place, statement))


ASKED = Asked()
WANTED = "TEST_PLACES"
LEAST = 0.02
"""Seconds that any test takes, so that one which asks little isn't taken for nothing."""


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
        and not config.getoption("collectonly")
    )


def begin(database: str) -> None:
    """In each process that runs tests."""

    @event.listens_for(Engine, "before_cursor_execute")
    def note(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        # A proof asks a copy in memory, which is SQLite's wherever the service's data are.
        kept = connection.engine.url.database
        mine = kept and connection.dialect.name == database
        if mine and not statement.startswith(TRANSACTIONS) and (place := _place()):
            ASKED.note(place, statement)


def _place() -> str:
    """The innermost function of a chapter that is under way; "" where there is none."""
    frame = sys._getframe(2)
    while frame := frame.f_back:  # type: ignore[assignment]
        code = frame.f_code
        if code in _UNASKED or (code is _BY_KEY and _may_be_in_memory(frame)):
            return ""
        owner = _owner.get(id(code))
        if owner is None:
            owner = _owner[id(code)] = (code, _owner_of(code))
        if owner[1]:
            return owner[1]
    return ""


def _may_be_in_memory(frame: FrameType) -> bool:
    told = frame.f_locals
    locks = told["with_for_update"] or told["statement"]._for_update_arg
    return told["refresh_state"] is None and locks is None


def _owner_of(code: CodeType) -> str:
    path = code.co_filename
    if not path.startswith(HOUSE) or path.startswith(APART) or VIEWS in path:
        return ""
    return f"{path.removeprefix(HOUSE)}: {code.co_qualname.replace('.<locals>', '')}"


@cache
def _mark(place: str, statement: str) -> str:
    """A short name for the function and the shape of the statement: however many values."""
    shape = re.sub(r"\(\?(?:, \?)+\)", "(?)", statement)
    shape = re.sub(r"(?<=VALUES ).*", "", shape, flags=re.DOTALL)
    return blake2b(f"{place}\n{shape}".encode(), digest_size=6).hexdigest()


def leave(run: Path) -> None:
    """In the same process, at its end."""
    ASKED.end_test()
    tests = {name: sorted(asked) for name, asked in ASKED.tests.items()}
    said = json.dumps([sorted(ASKED.functions), tests, ASKED.took])
    (run / f"places-{os.getpid()}").write_text(said, "utf-8")


def gather(run: Path, database: str) -> list[str]:
    """In the process that started the others: what asked the first database and not this one."""
    functions: set[str] = set()
    tests: dict[str, set[str]] = {}
    took: dict[str, float] = {}
    for file in run.glob("places-*"):
        asking, asked, seconds = json.loads(file.read_text("utf-8"))
        functions.update(asking)
        took.update(seconds)  # only the process that ran a test timed it
        for name, marks in asked.items():
            tests.setdefault(name, set()).update(marks)
    RESULTS.mkdir(exist_ok=True)
    named = {name: sorted(marks) for name, marks in tests.items()}
    said = json.dumps([sorted(functions), named, took], indent=0)
    _record(database).write_text(said, "utf-8")
    return sorted(set(_recorded(FIRST)[0]) - functions)


def _record(database: str) -> Path:
    return RESULTS / f"places-{database}"


def _recorded(database: str) -> tuple[list[str], dict[str, list[str]], dict[str, float]]:
    file = _record(database)
    if not file.exists():
        return [], {}, {}
    functions, tests, took = json.loads(file.read_text("utf-8"))
    return functions, tests, took


def needed(kept: Iterable[str], others: Iterable[str]) -> set[str]:
    """Of `others`, names of tests that between them ask all that any of them does and those that
    are `kept` don't; those that nothing is known of too. Always the one that adds the most for the
    time that it took."""
    _, known, took = _recorded(FIRST)
    asked = {name: set(known[name]) for name in sorted(others) if name in known}
    chosen = set(others) - set(asked)
    there = set().union(*(known.get(name, ()) for name in (*kept, *chosen)))
    takes = {name: took.get(name, 0.0) + LEAST for name in asked}
    waiting = [(-len(marks - there) / takes[name], name) for name, marks in asked.items()]
    heapq.heapify(waiting)
    while waiting:
        worth, name = heapq.heappop(waiting)
        new = asked[name] - there
        if new and (now := -len(new) / takes[name]) > worth:
            heapq.heappush(waiting, (now, name))
        elif new:
            chosen.add(name)
            there |= new
    return chosen
