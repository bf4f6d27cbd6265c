"""Values that one assessor must not come across, as words to look for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from award.decisions.rules.states import DecisionState
from award.proofs.facts import Facts
from award.proofs.reading import Text, words_in

LEAST: Final = 6
"""Letters and digits: what is shorter would be found anywhere. The comparison of two worlds finds
those."""
MOST_WORDS: Final = 12


@dataclass(frozen=True)
class Protected:
    """What it is, without saying it, and its words. `ever`: could they never know it, so that no
    email of the past may say it either?"""

    what: str
    words: tuple[str, ...]
    ever: bool = True


def protected_from(facts: Facts, person: int) -> list[Protected]:
    """Everything long enough to be looked for, but for what they know anyway: their own words, and
    what stands in something that they may read."""
    known = Text(_known(facts, person))
    titles = Text("\n".join(facts.applications[key].title for key in facts.shown(person)))
    found: dict[tuple[str, ...], Protected] = {}
    for what, value, ever in _values(facts, person):
        words = tuple(words_in(str(value or ""))[:MOST_WORDS])
        if sum(map(len, words)) >= LEAST and not known.has(words):
            if not ever and titles.has(words):
                continue  # of two that are called the same one is theirs
            found.setdefault(words, Protected(what, words, ever))
    return [*found.values()]


Found = Iterator[tuple[str, Any, bool]]


def _values(facts: Facts, person: int) -> Found:
    named = facts.applications
    if facts.double:
        for key in {*facts.shown(person), *facts.hidden(person)} - facts.tied[person]:
            yield from _applicant(facts, key)
    for key in facts.hidden(person):
        yield f"the title of {named[key].reference}", named[key].title, False
    readable = facts.readable(person)
    for one in facts.others(person):
        about = f"of {one.alias} on {named[one.application_id].reference}"
        if not facts.named and one.assessor_id not in facts.met(person).people:
            who = facts.people[one.assessor_id]
            yield f"the name {about}", who.name, True
            yield f"the address {about}", who.email, True
        sheet = facts.sheets.get(one.id)
        if sheet is None or one.id in readable:
            continue
        yield f"comments for the applicant {about}", sheet.comments_for_applicant, False
        yield f"comments for the programme team {about}", sheet.comments_for_programme, True
        for score in facts.scores.get(sheet.id, ()):
            yield f"the reason for a score {about}", score.justification, False
    for key in set(facts.remarks) - facts.talks(person):
        for remark in facts.remarks[key]:
            if remark.author_id != person:
                yield f"a remark on {named[key].reference}", remark.words, True
    for key, decision in facts.decisions.items():
        about = f"of the decision on {named[key].reference}"
        yield f"the note {about}", decision.note, True
        yield f"the exception {about}", decision.exception_reason, True
        if decision.state != DecisionState.RELEASED:
            yield f"the conditions {about}", decision.conditions, True
            words = decision.words_for_applicant
            yield f"the words for the applicant {about}", words, True


def _applicant(facts: Facts, key: int) -> Found:
    row = facts.applications[key]
    about = f"of {row.reference}"
    stored = facts.contents.get(key, {}).get("organisation") or {}
    home = facts.organisations.get(row.organisation_id or 0)
    names = {stored.get("name"), home.name if home else None}
    for name in names:
        yield f"the organisation {about}", name, True
    if home is not None:
        for name in ("company_number", "charity_number", "cqc_provider_id", "website"):
            yield f"the {name.replace('_', ' ')} {about}", getattr(home, name), True
        yield f"the address {about}", f"{home.address_line_1} {home.postcode}", True
    for number in facts.team.get(key, ()):
        yield f"a person {about}", facts.people[number].name, True
        yield f"the email of a person {about}", facts.people[number].email, True
    for value in facts.team_names.get(key, ()):
        yield f"who applies too {about}", value, True
    for file in facts.files.get(key, ()):
        yield f"the name of a file {about}", file.name, True


def _known(facts: Facts, person: int) -> str:
    """What they know by themselves, or may."""
    me, own = facts.people[person], facts.own(person)
    texts: list[Any] = [me.name, me.email, facts.round.title, facts.round.summary]
    texts += [facts.written.get(person, "")]
    for one in {*facts.readable(person), *(one.id for one in own.values())}:
        sheet = facts.sheets.get(one)
        if sheet is not None:
            texts += [sheet.comments_for_applicant]
            texts += [score.justification for score in facts.scores.get(sheet.id, ())]
    talks = facts.talks(person)
    texts += [
        remark.words for key, remarks in facts.remarks.items() for remark in remarks if key in talks
    ]
    texts += [
        json.dumps(facts.contents.get(key, {}), ensure_ascii=False)
        for key in facts.tied.get(person, ())
    ]
    elsewhere = facts.met(person)
    texts += [json.dumps(one, ensure_ascii=False) for one in elsewhere.contents]
    texts += [f"{facts.people[key].name}\n{facts.people[key].email}" for key in elsewhere.people]
    texts += [facts.organisations[key].name for key in elsewhere.homes if key]
    if not facts.double:  # who applies, and what they wrote, is theirs to read
        texts += [
            json.dumps(facts.contents.get(key, {}), ensure_ascii=False)
            for key in facts.shown(person)
        ]
    return "\n".join(str(text) for text in texts)
