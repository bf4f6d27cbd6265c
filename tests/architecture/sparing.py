"""Which questions of a walk need not be put each time: who may do nothing at all at a route is
asked about one of its things for each way in which they are refused, others about others. What is
left out stands in the golden file, which is written by asking everything. CI asks everything too:
a permission is not taken on trust before something lands."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from flask import Flask
from werkzeug.routing import Rule

from tests.architecture.asking import may, routes, things_of
from tests.architecture.world import PEOPLE, World

_ROW = re.compile(r"    (.+?) +((?:\d{3}|sign-in) .*)")
REFUSED = ("403", "404", "sign-in")
Known = Mapping[tuple[str, str], Mapping[str, str]]
"""(route as the file writes it, thing) to what each person got."""
Spared = dict[tuple[str, str, str, str], str]
"""(method, rule, thing, person) to what the file says."""


def header(method: str, rule: str, endpoint: str, access: str) -> str:
    return f"{method} {rule} ({endpoint}: {access})"


def known_from(text: str) -> Known:
    """What `row_of` wrote, by route."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    route = ""
    for line in text.splitlines():
        if not line.startswith("    "):
            route = line
            continue
        parts = _ROW.fullmatch(line)
        assert parts, line
        thing, row = parts.groups()
        got = found.setdefault((route, thing), {})
        for part in row.split("; "):
            words = part.split(" ")
            who = [word for word in words if word in PEOPLE]
            outcome = " ".join(words[: len(words) - len(who)])
            got.update(dict.fromkeys(who, outcome))
    return found


def row_of(thing: str, got: Mapping[str, str]) -> str:
    """Who got what, in the order of people."""
    outcomes: dict[str, list[str]] = {}
    for person in PEOPLE:
        if person in got:
            outcomes.setdefault(got[person], []).append(person)
    said = "; ".join(f"{outcome} {' '.join(who)}" for outcome, who in outcomes.items())
    return f"    {thing:<20} {said}"


def spared(app: Flask, world: World, known: Known) -> Spared:
    """Nothing about a thing of which nobody else is asked, nor where the file doesn't know it."""
    if any(os.environ.get(one) for one in ("CI", "UPDATE_GOLDEN", "SWEEP_THOROUGHLY")):
        return {}
    found: Spared = {}
    for number, (method, rule) in enumerate(routes(app)):
        access = app.extensions["endpoint_access"][rule.endpoint]
        strangers = [one for one in PEOPLE if not _able(world, access, rule, one)]
        if len(strangers) == len(PEOPLE):
            continue
        route = header(method, rule.rule, rule.endpoint, access)
        for turn, person in enumerate(strangers, number):
            alike: dict[str, list[str]] = {}
            for thing in things_of(rule):
                outcome = known.get((route, thing), {}).get(person, "")
                alike.setdefault(outcome, []).append(thing)
            for outcome in REFUSED:
                group = alike.get(outcome, [])
                for thing in group:
                    if thing != group[turn % len(group)]:
                        found[method, rule.rule, thing, person] = outcome
    return found


def _able(world: World, access: str, rule: Rule, person: str) -> bool:
    return any(may(world, access, rule, thing, person) for thing in things_of(rule))
