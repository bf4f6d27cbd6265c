"""One person's browser: everything that an address can ask, and what came back."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import delete, select, update
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from award.accounts.services.sign_ins import begin_sign_in
from award.assessment.rules.states import AssignmentState
from award.foundation import work
from award.foundation.db import db
from award.proofs.asked import (
    FOUND_ELSEWHERE,
    FURTHER,
    OF_CHAIRS,
    QUERIES,
    SEARCHED,
    Asked,
    Limits,
    asked_of_chairs,
)
from award.proofs.copying import Copy
from award.proofs.facts import TABLES, Facts
from award.proofs.letters import write_all
from award.proofs.reading import Got, parts_of
from award.proofs.rules import ALIKE, BY_TURNS
from award.proofs.seats import sit
from award.proofs.taking import files_of, made, make_room

_FILE: Final = re.compile(r'formaction="(/[^"]*\.(?:csv|json|xlsx)[^"]*)"')
_LINK: Final = re.compile(r'(?:href|src)="(/[^"#]*)')
_INPUT: Final = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_PART: Final = re.compile(r'\b(name|value)="([^"]*)"')
_SEARCH: Final = 'name="q"'
_APART: Final = ("/static", "/sign-out", "/healthz", "/readyz")


def _times(path: str, leads: str | None) -> int:
    """How much more is asked of what is an assessor's, and of the round that they chair."""
    if "/assess" in path:
        return 3
    return 2 if leads and path.startswith(OF_CHAIRS) else 1


def _of_one_kind(asked: Asked) -> str:
    """A file of a list is alike in each of its formats; of two lists none is."""
    return asked.path.partition("?")[0].rpartition(".")[0] or asked.path


@dataclass
class Browser:
    """Of somebody by account, or of a visitor."""

    copy: Copy
    person: int | None
    left_out: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._client = self.copy.app.test_client()

    def sign_in(self) -> None:
        """Without a password, in the copy: nobody's own sign-ins know of it."""
        if self.person is None:
            return
        people = TABLES["user_account"]
        self.copy.connection.execute(
            update(people)
            .where(people.c.id == self.person, people.c.tf_primary_method.is_(None))
            .values(tf_primary_method="authenticator", tf_totp_secret="of a proof")
        )
        found = self.copy.connection.scalar(
            select(people.c.fs_uniquifier).where(people.c.id == self.person)
        )
        with self.copy.app.app_context():
            token = begin_sign_in(self.person, "Proof")
            db.session.commit()
        with self._client.session_transaction() as session:
            session.update({"_user_id": found, "_fresh": True, "sign_in": token})

    def ask(self, asked: Asked) -> Got:
        work.still_here()
        if not (asked.seated or asked.takes) or self.person is None:
            return self._answer(asked)
        with self.copy.undone():
            if asked.takes:
                make_room(self.copy, self.person)
                return made(self.copy, self._answer(asked), self._answer)
            sit(self.copy, asked.seated, self.person)
            return self._answer(asked)

    def _answer(self, asked: Asked) -> Got:
        headers = {"Accept": "application/json"} if asked.by_script else {}
        with self.copy.app.app_context():
            response: TestResponse = self._client.open(
                asked.path, method=asked.method, data=MultiDict(asked.data), headers=headers
            )
            body = response.get_data()
            response.close()
        return Got(
            response.status_code,
            response.mimetype or "",
            response.headers.get("Location", ""),
            response.headers.get("Content-Disposition", ""),
            parts_of(body),
        )

    def ask_all(self, limits: Limits, facts: Facts) -> dict[Asked, Got]:
        """Everything there is to ask, and the answers: what pages lead to, then every route about
        things of the round, one's own and others', then what a script or a button asks for."""
        leads = facts.round.reference if self.person in facts.chairs else None
        found: dict[Asked, Got] = {}
        count: Counter[tuple[str, int]] = Counter()
        waiting = deque(self._first(limits, facts))
        while waiting:
            asked = waiting.popleft()
            if asked in found or asked.path.startswith(_APART):
                continue
            endpoint = self._endpoint(asked)
            alike = _of_one_kind(asked) if asked.method == "POST" else endpoint, asked.seated
            if count[alike] >= limits.of_an_endpoint * _times(asked.path, leads):
                self.left_out[endpoint] += 1
                continue
            count[alike] += 1
            got = found[asked] = self.ask(asked)
            if got.status == 200 and got.kind == "text/html":
                links = dict.fromkeys(_LINK.findall(got.text))
                waiting.extend(Asked("GET", html.unescape(one)) for one in links)
                if leads and "?" not in asked.path:
                    files = dict.fromkeys(_FILE.findall(got.text))
                    waiting.extend(Asked("POST", html.unescape(one), takes=True) for one in files)
                if _SEARCH in got.text and "?" not in asked.path:
                    waiting.append(Asked("GET", asked.path + FOUND_ELSEWHERE))
        return found

    def _endpoint(self, asked: Asked) -> str:
        try:
            path = asked.path.partition("?")[0]
            adapter = self.copy.app.url_map.bind("localhost")
            return str(adapter.match(path, method=asked.method)[0])
        except HTTPException:
            return asked.path

    def _first(self, limits: Limits, facts: Facts) -> Iterator[Asked]:
        yield Asked("GET", "/assess")
        yield from (Asked("GET", "/assess" + query.format(q=SEARCHED)) for query in QUERIES)
        references = self.references(limits, facts)
        for one in references:
            yield Asked("GET", f"/assess/{one}")
            yield Asked("GET", f"/assess/{one}/discussion")
            yield Asked("GET", f"/assess/{one}/meeting")
        yield from self._at_the_meeting(references, facts)
        if self.person in facts.chairs:
            yield from asked_of_chairs(facts.round.reference, references)
        if limits.everywhere:
            adapter = self.copy.app.url_map.bind("localhost")
            for rule in self._rules(limits):
                yield from self._of(rule, adapter, references, facts)
        yield from self._files(limits, facts)

    def _at_the_meeting(self, references: list[str], facts: Facts) -> Iterator[Asked]:
        """What they would be led to and shown, and what isn't theirs there."""
        at = facts.round.id
        yield Asked("GET", "/assess", seated=at)
        yield Asked("GET", f"/assess/rounds/{facts.round.reference}/meeting", seated=at)
        for one in references:
            yield Asked("GET", f"/assess/{one}/meeting", seated=at)
            yield Asked("GET", f"/assess/{one}/meeting", by_script=True, seated=at)

    def _rules(self, limits: Limits) -> Iterator[Rule]:
        """All, but for those that refused another of the kind, whose turn it isn't. What assessors
        have of their own is tried always."""
        every = sorted(self.copy.app.url_map.iter_rules(), key=lambda one: one.rule)
        for place, rule in enumerate(every, limits.turn):
            if (rule.endpoint not in limits.refused or rule.rule.startswith("/assess")
                    or place % BY_TURNS == 0):  # fmt: skip
                yield rule
            else:
                self.left_out[ALIKE] += 1

    def references(self, limits: Limits, facts: Facts) -> list[str]:
        """Of their own, some in each state; of others', two; and some that they read as who chairs,
        in each state."""
        if self.person is None:
            return []
        taken: Counter[str] = Counter()
        chosen, own = [], facts.own(self.person)
        for key, one in sorted(own.items()):
            taken[one.state] += 1
            if taken[one.state] <= limits.of_a_state:
                chosen.append(key)
            else:
                self.left_out[f"applications that are {one.state}"] += 1
        for key in sorted(facts.moderated(self.person).difference(own)):
            state = facts.applications[key].state
            taken[state] += 1
            if taken[state] <= limits.of_a_state:
                chosen.append(key)
            else:
                self.left_out[f"applications that are {state}"] += 1
        strange = [key for key in facts.hidden(self.person) if key not in chosen][:2]
        return [facts.applications[key].reference for key in (*chosen, *strange)]

    def _of(self, rule: Rule, adapter: Any, references: list[str], facts: Facts) -> Iterator[Asked]:
        if "GET" not in (rule.methods or ()) or rule.rule.startswith(_APART):
            return
        about = references if rule.rule.startswith("/assess") else references[:1] + references[-1:]
        if "/rounds/" in rule.rule or not references:
            about = [facts.round.reference]
        for reference in about if "reference" in rule.arguments else [""]:
            values = {name: FURTHER.get(name, "1") for name in rule.arguments}
            if reference:
                values["reference"] = reference
            try:
                yield Asked("GET", adapter.build(rule.endpoint, values, method="GET"))
            except (HTTPException, ValueError, LookupError):
                continue

    def _files(self, limits: Limits, facts: Facts) -> Iterator[Asked]:
        if self.person is None:
            return
        own = facts.own(self.person)
        read = [facts.applications[key].reference for key, one in own.items()
                if one.state in (AssignmentState.TO_SCORE, AssignmentState.SUBMITTED)]  # fmt: skip
        yield from files_of(facts, limits, self.person, read, self.references(limits, facts))

    def evening(self, facts: Facts) -> dict[Asked, Got]:
        """What they send: as who chairs a minute that saves itself; as an assessor a draft that
        does, and that there is no conflict; and the answers. In this order, since each changes what
        the next is about."""
        if self.person is None:
            return {}
        own, found = facts.own(self.person), dict[Asked, Got]()
        for key in sorted(facts.moderated(self.person))[:1]:
            path = f"/manage/applications/{facts.applications[key].reference}/meeting"
            minute = Asked("POST", path, (("note", "A minute"),), by_script=True)
            found |= self._sent(minute, path)
        with self.copy.app.app_context():
            criterion = TABLES["criterion"]
            keys = db.session.scalars(
                select(criterion.c.key).where(criterion.c.round_id == facts.round.id)
            ).all()
        draft = {"comments_for_applicant": "A draft", "in_scope": "yes", "recommend": "no"}
        draft |= {f"score_{key}": "7" for key in keys}
        for state in (AssignmentState.TO_SCORE, AssignmentState.TO_DECLARE):
            chosen = next((key for key in sorted(own) if own[key].state == state), None)
            if chosen is None:
                continue
            path = f"/assess/{facts.applications[chosen].reference}"
            if state == AssignmentState.TO_DECLARE:
                found |= self._sent(Asked("POST", f"{path}/declare", (("answer", "none"),)), path)
            found |= self._sent(Asked("POST", path, tuple(draft.items()), by_script=True), path)
            later = {**draft, "comments_for_applicant": "Another draft", "score_nothing": "x"}
            found |= self._sent(Asked("POST", path, tuple(later.items())), path)
            check = Asked("GET", f"{path}/submit")
            found[check] = self.ask(check)
        return found

    def _sent(self, asked: Asked, page: str) -> dict[Asked, Got]:
        """A form as its page would send it, with what stands hidden there."""
        there = [
            dict(_PART.findall(one)) for one in _INPUT.findall(self.ask(Asked("GET", page)).text)
        ]
        hidden = {one["name"]: one.get("value", "") for one in there if "name" in one}
        data = {
            **{name: html.unescape(value) for name, value in hidden.items()},
            **dict(asked.data),
        }
        return {asked: self.ask(replace(asked, data=tuple(data.items())))}

    @property
    def address(self) -> str:
        people = TABLES["user_account"]
        found = select(people.c.email).where(people.c.id == self.person)
        return str(self.copy.connection.scalar(found))

    def letters(self, facts: Facts) -> dict[str, str]:
        """Those of `letters` that come to them."""
        if self.person is None:
            return {}
        with self.copy.app.app_context():
            write_all(facts, self.person)
            db.session.commit()
        outbox = TABLES["outbox_message"]
        rows = self.copy.connection.execute(
            select(outbox.c.notice, outbox.c.subject, outbox.c.body)
            .where(outbox.c.recipient == self.address)
            .order_by(outbox.c.id)
        ).all()
        self.copy.connection.execute(delete(TABLES["outbox_message"]))
        return {f"{at} {row.notice}": f"{row.subject}\n{row.body}" for at, row in enumerate(rows)}
