"""Every route, asked by every kind of person about every kind of thing.

What comes back is plain data: tests judge it. Each question is undone before the next is put, so
that all of them meet the same world.
"""

from __future__ import annotations

import re
import time
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Connection
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from award.foundation.policy import can
from tests.architecture.narrower import NARROWER
from tests.architecture.readable import readable
from tests.architecture.world import PEOPLE, STUDIES, World
from tests.statements import counting

# What the first argument of an address stands for, by everything up to it: the things of the
# world that are asked about there.
THINGS: dict[str, tuple[str, ...]] = {
    "/applications/<reference>": ("draft", "submitted", "assessed", "awarded", "their draft",
                                  "their scored"),
    "/account/data/copies/<token>": ("copy of lead's data",),
    "/exports/<token>": ("pack of staff",), "/exports/lists/<token>": ("list of staff",),
    "/account/data/drafts/<reference>": ("draft", "submitted", "their draft"),
    "/adjustments/<reference>": ("adjustment",),
    "/specimens/<reference>": ("specimen",),
    "/manage/specimens/<reference>": ("specimen",),
    "/pay/<reference>": ("open", "paid round"),
    "/pay/claims/<reference>": ("claim",), "/manage/pay/<reference>": ("claim",),
    "/manage/adjustments/<reference>": ("adjustment", "adjustment of staff"),
    "/assess/<reference>": ("submitted", "to declare", "to score", "scored", "awarded",
                            "conflicted", "their scored"),
    "/assess/rounds/<reference>": ("closed", "paid round"),
    "/manage/applications/<reference>": ("draft", "to declare", "scored", "assessed", "awarded"),
    **{f"{start}/rounds/<reference>": ("open", "closed", "not announced")
       for start in ("", "/manage")},
    **{f"{start}/case-studies/<slug>": STUDIES for start in ("", "/manage")},
    "/my-case-studies/<slug>": STUDIES,
    "/organisations/<reference>": ("organisation", "their organisation"),
    "/organisations/joining/<reference>": ("request to join",), "/asked/<reference>": ("question",),
    "/manage/assessors/<reference>": ("assessor's account",),
    "/manage/awards/<reference>": ("assessed", "awarded"),
    "/manage/conflicts/<reference>": ("scored",), "/manage/people/<reference>": ("lead's account",),
    "/manage/interests/<person>": ("assessor's account",),
    "/manage/complaints/<reference>": ("complaint", "complaint about staff"),
    "/manage/team-questions/<reference>": ("question",),
    "/manage/enquiries/<reference>": ("enquiry",), "/manage/challenges/<reference>": ("challenge",),
    "/manage/shared-projects/<reference>": ("share",),
    **{f"/{start}/<reference>": ("share",) for start in ("share", "following", "all-i-follow")},
    "/manage/case-studies/shared/<reference>": ("share",), "/manage/jobs/<reference>": ("job",),
    "/manage/regimes/<key>": ("regime",), "/what-has-been-tried/<problem>": ("problem",),
    "/manage/views/<reference>": ("view of staff",),
    **{f"/manage/{kind}<key>": ("list of people",) for kind in ("", "lists/")},
    "/confirm/<token>": ("no such token",), "/invitation/<token>": ("no such token",),
    "/taking-part/<token>": ("no such token",), "/still-running/<token>": ("no such token",),
    "/confirming/<token>": ("no such token",), "/case-studies/pictures/<name>": ("no such token",),
    "/review/<token>": ("no such token",), "/enquiry/confirm/<token>": ("no such token",),
    "/challenges/answer/<token>": ("no such token",), "/reset/<token>": ("no such token",),
    "/two-factor/set-up/<token>": ("no such token",),
}  # fmt: skip
# The further arguments, by their names; a letter is the one of the application's assessor.
FURTHER: dict[str, Any] = {
    "section": "summary", "number": 1, "letter": "", "switch": "suspend", "format": "csv",
    "key": "shortlist", "token": "none", "kind": "docx", "step": "answer", "version": "1",
    "question": "project_title", "moment": "submitted", "criterion": "problem", "person": "",
    "name": "none", "width": 9, "decision": "decline", "reply": "decline", "setting": "extra_care",
    "way": "take-back",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What `person` got. `may`: should they, by the permission and the facts? `words`: those on
    the page that stand in one thing only; `leaks`: those of them that aren't for this person."""

    method: str
    endpoint: str
    rule: str
    access: str
    thing: str
    person: str
    status: int
    location: str
    may: bool
    writes: tuple[str, ...]
    words: tuple[str, ...]
    leaks: tuple[str, ...]
    kept: tuple[str, ...] = ()
    """What its headers say of keeping a copy."""

    @property
    def outcome(self) -> str:
        if self.status == 302:
            return "sign-in" if self.location == "/sign-in" else f"302 {self.location}"
        return str(self.status)

    def __str__(self) -> str:
        return f"{self.method} {self.rule} of {self.thing} by {self.person}: {self.outcome}"


def routes(app: Flask) -> list[tuple[str, Rule]]:
    """(method, rule) of every page and form, in order of address."""
    found = [
        (method, rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not rule.endpoint.startswith("health.")
        for method in ("GET", "POST")
        if method in (rule.methods or ())
    ]
    return sorted(found, key=lambda item: (item[1].rule, item[0]))


def things_of(rule: Rule) -> tuple[str, ...]:
    """Names of the things to ask the route about; LookupError when nobody said which."""
    if not rule.arguments:
        return ("-",)
    unknown = sorted(further_of(rule) - set(FURTHER))
    if start_of(rule) not in THINGS or unknown:
        raise LookupError(
            f"{rule.rule} is new. Say in tests/architecture/asking.py what to ask it about: "
            f"THINGS[{start_of(rule)!r}]" + "".join(f", FURTHER[{name!r}]" for name in unknown)
        )
    return THINGS[start_of(rule)]


def start_of(rule: Rule) -> str:
    """The address up to its first argument, that included; all of it when there is none."""
    return rule.rule[: rule.rule.find(">") + 1] or rule.rule


def first_of(rule: Rule) -> str:
    return start_of(rule).rpartition("<")[2].removesuffix(">").rpartition(":")[2]


def further_of(rule: Rule) -> set[str]:
    return set(rule.arguments) - {first_of(rule)}


def ask(
    app: Flask,
    world: World,
    connection: Connection,
    spared: Container[tuple[str, str, str, str]] = (),
) -> list[Answer]:
    """Ask everything of everyone but what is `spared`, and tell."""
    asked = [(method, rule, thing) for method, rule in routes(app) for thing in things_of(rule)]
    return [
        answer
        for method, rule, thing in asked
        for answer in _everyone(
            app, world, connection, method, rule, thing,
            [one for one in PEOPLE if (method, rule.rule, thing, one) not in spared],
        )
    ]  # fmt: skip


def _everyone(
    app: Flask,
    world: World,
    connection: Connection,
    method: str,
    rule: Rule,
    thing: str,
    people: Iterable[str],
) -> Iterator[Answer]:
    access = app.extensions["endpoint_access"][rule.endpoint]
    path = path_of(app, world, rule, thing, method)
    for limiter in app.extensions.get("limiter", ()):
        limiter.reset()
    for person in people:
        savepoint = connection.begin_nested()
        try:
            response, writes = request_as(app, world.identities[person], method, path)
        finally:
            savepoint.rollback()
        # A redirect repeats the address that was asked for.
        body = "" if response.status_code == 302 else readable(response.get_data())
        response.close()
        words = tuple(word for word in world.readers if word in body)
        yield Answer(
            method, rule.endpoint, rule.rule, access, thing, person,
            response.status_code, _plain(response.headers.get("Location", ""), world),
            may(world, access, rule, thing, person), writes, words,
            tuple(word for word in words if person not in world.readers[word]),
            tuple(response.headers.getlist("Cache-Control")),
        )  # fmt: skip


def path_of(app: Flask, world: World, rule: Rule, thing: str, method: str) -> str:
    """The route's address for the thing."""
    parts = {name: FURTHER[name] for name in further_of(rule)}
    if rule.arguments:
        parts[first_of(rule)] = world.keys[thing]
    if "/files/" in rule.rule:
        parts["key"] = world.files[thing]
    if "/file-parts/" in rule.rule:
        parts["token"] = world.uploads[thing]
    if "letter" in parts:
        parts["letter"] = world.letters[thing]
    if "/chasing/" in rule.rule and "number" in parts:
        parts["number"] = world.actors["assigned"].user_id
    if "person" in further_of(rule):
        parts["person"] = world.keys["assessor's account"]
    return app.url_map.bind("localhost").build(rule.endpoint, parts, method=method)


def request_as(
    app: Flask,
    identity: dict[str, Any] | None,
    method: str,
    path: str,
    data: Mapping[str, Any] | None = None,
    **options: Any,
) -> tuple[TestResponse, tuple[str, ...]]:
    """One request of a browser of its own, just signed in, and the statements that wrote. A form
    is sent with its token; JSON takes it along in a header."""
    if method == "POST":
        token = form_token(app)
        if "json" in options:
            options["headers"] = {"X-CSRFToken": token}
        else:
            options["data"] = {**(data or {}), "csrf_token": token}
    browser = app.test_client()
    browser.set_cookie(app.config["SESSION_COOKIE_NAME"], _cookie(app, identity))
    with counting() as statements, app.app_context():
        response = browser.open(path, method=method, **options)
    return response, tuple(statements.writes)


RAW = "0" * 40
"""What a session's form tokens are made from; one does for all who ask here, and saves time."""


def form_token(app: Flask) -> str:
    made: dict[Any, str] = app.extensions.setdefault("asking", {})
    if "token" not in made:
        with app.test_request_context():
            session["csrf_token"] = RAW
            made["token"] = generate_csrf()
    return made["token"]


def _cookie(app: Flask, identity: dict[str, Any] | None) -> str:
    """Of a session as the service signs it; one a minute for each person, to save time."""
    now = time.time()
    made: dict[Any, str] = app.extensions.setdefault("asking", {})
    key = (int(now / 60), *(identity or {}).items())
    if key not in made:
        holds = {"csrf_token": RAW, **({**identity, "fs_paa": now} if identity else {})}
        signer: Any = SecureCookieSessionInterface().get_signing_serializer(app)
        made[key] = str(signer.dumps(holds))
    return made[key]


def _plain(location: str, world: World) -> str:
    """The address without query and fragment, and the things in it by their names, however their
    references are spelt there."""
    path = location.partition("#")[0].partition("?")[0].removeprefix("http://localhost")
    path = re.sub(r"\.[0-9a-f]{12}(?=\.[a-z]+$)", "", path)  # a built file's fingerprint
    names = {
        key.lower(): f"<{name}>" for name, key in world.keys.items() if name != "list of people"
    }
    named = "/".join(names.get(part.lower(), part) for part in path.split("/"))
    return re.sub(r"(?<=/jobs/)JOB-\w+$", "<new>", named)  # begun by the request itself


def may(world: World, access: str, rule: Rule, thing: str, person: str) -> bool:
    """By the permission and the facts, without the queries that the pages use."""
    narrower = NARROWER.get(rule.rule) or NARROWER.get(start_of(rule))
    if narrower and not narrower(world, thing, person):
        return False
    if access == "public":
        return True
    actor, facts = world.actors[person], world.facts[thing]
    of_list = {"list.download": "reporting.export", "pack.ask": "moderation.appoint"}
    access = of_list.get(access, access) if "reference" in rule.arguments else access
    resource = access.partition(".")[0]
    if resource == "assignment":
        about = facts.assignments[:1] if "letter" in rule.arguments else facts.assignments
        return any(can(actor, access, one) for one in about)
    if resource == "discussion" and rule.rule.startswith("/assess"):
        mine = [one for one in facts.assignments if one.assessor_id == actor.user_id]
        return any(can(actor, access, one) and one.state == "submitted" for one in mine)
    if access == "case_study.promote":
        return can(actor, access, facts.candidate)
    studied = {"case_study": "study", "study_update": "study", "team_question": "study"}
    if resource in {"application", "decision", *studied} and hasattr(facts, "application"):
        return can(actor, access, getattr(facts, studied.get(resource, resource)))
    return can(actor, access, facts)
