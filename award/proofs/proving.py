"""The proof itself: somebody's whole view of a round, once as it is, and once with everything
that they may not know made different. What differs tells them something; and what they may not
know is looked for in all of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from award.foundation import clock, work
from award.proofs.asked import Asked, Limits
from award.proofs.browsing import Browser
from award.proofs.copying import Copy
from award.proofs.facts import Facts
from award.proofs.protected import Protected, protected_from
from award.proofs.reading import Got, Text
from award.proofs.worlds import ALTERATIONS, Alter, alter_all

STANDS: Final = "stands there"
CHANGES: Final = "is not the same when it is changed"
BREAKS: Final = "breaks"
MOST_ASKED_AGAIN: Final = 5
"""Addresses of one assessor for which it is found out which kind of thing changes them."""


@dataclass(frozen=True)
class Leak:
    """`who` reads and `of` whom it is are numbers of accounts, and `kept` says where its words
    stand, so that a kept proof names nobody and has nobody's words: see `findings`."""

    who: int
    where: str
    what: str
    how: str
    of: int | None = None
    kept: str = ""
    chairs: bool = False
    """Did they read it as who chairs the round?"""

    def __str__(self) -> str:
        part = "chair" if self.chairs else "assessor"
        return f"{self.where}, as {part} {self.who}: {self.what} {self.how}"


@dataclass
class Found:
    """What came of one assessor's turn, or of several."""

    leaks: list[Leak] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    """By endpoint."""
    letters: int = 0
    values: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    refused: frozenset[str] = frozenset()
    """Endpoints that answered nothing but that there is no such page."""

    def add(self, other: Found) -> None:
        self.leaks += other.leaks
        self.asked += other.asked
        self.left_out += other.left_out
        self.letters += other.letters
        self.values += other.values
        self.seconds += other.seconds

    def as_data(self) -> dict[str, Any]:
        return {
            "leaks": [asdict(one) for one in self.leaks],
            "asked": dict(self.asked),
            "letters": self.letters,
            "values": self.values,
            "left_out": dict(self.left_out),
            "seconds": round(self.seconds, 1),
        }

    @classmethod
    def read(cls, data: dict[str, Any]) -> Found:
        if not data:
            return cls()
        return cls(
            [Leak(**one) for one in data["leaks"]], Counter(data["asked"]), data["letters"],
            data["values"], Counter(data["left_out"]), data["seconds"],
        )  # fmt: skip


@dataclass
class _World:
    """One turn of a browser: answers and emails."""

    got: dict[Asked, Got]
    evening: dict[Asked, Got]
    letters: dict[str, str]


def prove_one(copy: Copy, facts: Facts, person: int, limits: Limits | None = None) -> Found:
    """One person's turn."""
    began, limits = time.monotonic(), limits or Limits()
    with clock.at(copy.at):
        browser = Browser(copy, person)
        with copy.undone():
            first = _look(facts, browser, lambda: browser.ask_all(limits, facts))
    with clock.at(copy.at):
        every, apart = [*first.got], Browser(copy, person)
        with copy.undone():
            alter_all(copy, facts, person)
            second = _look(facts, apart, lambda: _ask(apart, every))
        found = Found(
            asked=Counter(browser._endpoint(one) for one in (*first.got, *first.evening)),
            letters=len(first.letters),
            left_out=browser.left_out,
            refused=_refused(browser, first),
        )
        found.leaks += _differing(copy, facts, person, first, second)
        values = protected_from(facts, person)
        found.values = len(values)
        found.leaks += _standing(copy, facts, person, values, first, second)
        if person in facts.chairs:
            found.leaks = [replace(one, chairs=True) for one in found.leaks]
    found.seconds = time.monotonic() - began
    return found


def _refused(browser: Browser, world: _World) -> frozenset[str]:
    opened = {browser._endpoint(one) for one, got in world.got.items() if got.status != 404}
    return frozenset({browser._endpoint(one) for one in world.got} - opened)


def _look(facts: Facts, browser: Browser, ask: Callable[[], dict[Asked, Got]]) -> _World:
    browser.sign_in()
    letters = browser.letters(facts)
    return _World(ask(), browser.evening(facts), letters)


def _ask(browser: Browser, every: Iterable[Asked]) -> dict[Asked, Got]:
    return {one: browser.ask(one) for one in every}


def _differing(copy: Copy, facts: Facts, person: int, first: _World, second: _World) -> list[Leak]:
    """What is not the same in both worlds, for nobody but those who sign in."""
    leaks = [
        Leak(person, f"email {name}", "something protected", CHANGES)
        for name, text in first.letters.items()
        if second.letters.get(name) != text
    ]
    everything_got = {**first.got, **first.evening}
    again = {**second.got, **second.evening}
    changed = [one for one, got in everything_got.items() if again.get(one) != got]
    leaks += [
        Leak(person, str(one), f"the page, with {got.status},", BREAKS)
        for one, got in everything_got.items()
        if got.status >= 500 and got.status != 503
    ]
    public = _open_to_all(copy, facts, person, changed)
    changed = [one for one in changed if one not in public]
    if changed:
        causes = _causes(copy, facts, person, changed[:MOST_ASKED_AGAIN])
        for one in changed:
            what = ", ".join(causes.get(one, ())) or "something protected"
            leaks.append(Leak(person, str(one), f"{what}: the answer", CHANGES))
    return leaks


def _open_to_all(copy: Copy, facts: Facts, person: int, changed: list[Asked]) -> set[Asked]:
    """Those that a visitor is shown as well, and that change for them too: what is published is
    nobody's secret."""
    pages = [one for one in changed if one.method == "GET" and "/assess" not in one.path]
    if not pages:
        return set()
    with copy.undone():
        before = _ask(Browser(copy, None), pages)
    with copy.undone():
        alter_all(copy, facts, person)
        after = _ask(Browser(copy, None), pages)
    return {one for one in pages if before[one].status == 200 and before[one] != after[one]}


def _causes(copy: Copy, facts: Facts, person: int, changed: list[Asked]) -> dict[Asked, list[str]]:
    """Which kinds of thing change each, tried one by one."""
    found: dict[Asked, list[str]] = {one: [] for one in changed}
    asked = [one for one in changed if not one.data]

    def ask(*alter: Alter) -> dict[Asked, Got]:
        with copy.undone():
            if alter:
                alter_all(copy, facts, person, *alter)
            browser = Browser(copy, person)
            browser.sign_in()
            return _ask(browser, asked)

    plain = ask()
    for name, alter in ALTERATIONS.items():
        for one, got in ask(alter).items():
            if got != plain[one]:
                found[one].append(name)
    return found


def _stands(got: Got, value: Protected) -> str:
    where = got.where(value.words)
    return f"{STANDS}, in {where}" if where else STANDS


def _standing(
    copy: Copy, facts: Facts, person: int, values: list[Protected], world: _World, other: _World
) -> list[Leak]:
    """Protected values that stand somewhere, but for pages that say so to every visitor. Words that
    may be read elsewhere are this round's where they go with it: in the other world, in which only
    this round is different, what comes from elsewhere stands as it did."""
    leaks, visitor = [], Browser(copy, None)
    again = {**other.got, **other.evening}
    for one, got in {**world.got, **world.evening}.items():
        work.still_here()
        text = Text("\n".join((got.text, got.way, got.name)))
        here = [value for value in values if text.has(value.words)]
        if any(value.elsewhere for value in here) and one in again:
            stays = Text("\n".join((again[one].text, again[one].way, again[one].name)))
            here = [
                value
                for value in here
                if not (
                    value.elsewhere
                    and stays.has(value.words)
                    and "metadata" not in got.where(value.words)
                )
            ]
        if here and one.method == "GET" and "/assess" not in one.path:
            with copy.undone():
                shown = visitor.ask(one)
            public = Text(shown.text)
            here = [value for value in here if not public.has(value.words)]
        leaks += [
            Leak(person, str(one), value.what, _stands(got, value), value.of, value.kept)
            for value in here
        ]
    for name, words in world.letters.items():
        leaks += [
            Leak(person, f"email {name}", f"that there is {reference}, out of reach,", STANDS)
            for reference in _out_of_reach(facts, person)
            if reference in words
        ]  # fmt: skip
        stays = Text(other.letters.get(name, ""))
        leaks += [
            leak for value, leak in _in_letter(person, name, words, values)
            if not (value.elsewhere and stays.has(value.words))
        ]  # fmt: skip
    for name, words in copy.sent.get(person, ()):
        of_this = _names(facts, words)
        leaks += [
            leak for value, leak in _in_letter(person, name, words, values)
            if of_this or not value.elsewhere
        ]  # fmt: skip
    return leaks


def _out_of_reach(facts: Facts, person: int) -> list[str]:
    """Of what they may not meet, what an email would call it."""
    told = facts.told(person)
    return [facts.applications[key].reference for key in facts.hidden(person) if key not in told]


def _in_letter(
    person: int, name: str, words: str, values: list[Protected]
) -> Iterator[tuple[Protected, Leak]]:
    text = Text(words)
    for value in values:
        if value.ever and text.has(value.words):
            yield value, Leak(person, f"email {name}", value.what, STANDS, value.of, value.kept)


def _names(facts: Facts, words: str) -> bool:
    """Is this about the round, or one of its applications?"""
    named = (facts.round.reference, facts.round.title)
    return any(one in words for one in named) or any(
        one.reference in words for one in facts.applications.values()
    )
