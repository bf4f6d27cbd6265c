"""Values that somebody must not come across, as words to look for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

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
    email of the past may say it either? `of`: the account that it is of; `kept`: the row, the
    column and the word from which on it stands there (`findings`); `elsewhere`: may they read the
    same words in another round, or in public?"""

    what: str
    words: tuple[str, ...]
    ever: bool = True
    of: int | None = None
    kept: str = ""
    elsewhere: bool = False


class Value(NamedTuple):
    what: str
    text: Any
    ever: bool = True
    of: int | None = None
    row: str = ""


def protected_from(facts: Facts, person: int) -> list[Protected]:
    """Everything long enough to be looked for, but for what they know anyway: their own words, what
    the round says to everybody who assesses, and what stands in something that they may read."""
    known = Text("\n".join((_known(facts, person), facts.published)))
    titles = Text("\n".join(facts.applications[key].title for key in facts.met_in(person)))
    elsewhere = Text("\n".join((*facts.met(person).words, *facts.public)))
    found: dict[tuple[str, ...], Protected] = {}
    for value in _values(facts, person):
        said = words_in(str(value.text or ""))
        start, words = _telling(said, known, elsewhere)
        same = not words
        if same:
            start, words = _telling(said, known)
        if not words or (not value.ever and titles.has(words)):
            continue  # of two that are called the same one is theirs
        same = same and not titles.has(words)  # there it is this round that says it
        kept = f"{value.row}/{start}" if value.row else ""
        found.setdefault(words, Protected(value.what, words, value.ever, value.of, kept, same))
    return [*found.values()]


def _telling(words: Sequence[str], *known: Text) -> tuple[int, tuple[str, ...]]:
    """The first words in a row, and from which on, that tell them something: a reason may begin
    with a band that everybody reads."""
    last = max(0, len(words) - MOST_WORDS)
    for start in (*range(0, last, MOST_WORDS), last):
        some = tuple(words[start : start + MOST_WORDS])
        if sum(map(len, some)) >= LEAST and not any(one.has(some) for one in known):
            return start, some
    return 0, ()


def _values(facts: Facts, person: int) -> Iterator[Value]:
    named = facts.applications
    if facts.double:
        for key in {*facts.met_in(person), *facts.hidden(person)} - facts.tied[person]:
            yield from _applicant(facts, key)
    told = facts.told(person)
    for key in (one for one in facts.hidden(person) if one not in told):
        title = f"the title of {named[key].reference}"
        yield Value(title, named[key].title, False, row=f"application/{key}/title")
    readable = facts.readable(person)
    met = facts.met(person).people | (facts.chairs if facts.moderated(person) else frozenset())
    for one in facts.others(person):
        who = one.assessor_id
        about = f"of {one.alias} on {named[one.application_id].reference}"
        if not facts.named and who not in met:
            account, row = facts.people[who], f"user_account/{who}"
            yield Value(f"the name {about}", account.name, True, who, f"{row}/name")
            yield Value(f"the address {about}", account.email, True, who, f"{row}/email")
        sheet = facts.sheets.get(one.id)
        if sheet is None:
            continue
        for column, whom, ever in _COMMENTS[1:] if one.id in readable else _COMMENTS:
            yield Value(
                f"comments for the {whom} {about}", getattr(sheet, column), ever, who,
                f"sheet/{sheet.id}/{column}",
            )  # fmt: skip
        if one.id in readable:
            continue
        for score in facts.scores.get(sheet.id, ()):
            row = f"score/{score.id}/justification"
            yield Value(f"the reason for a score {about}", score.justification, False, who, row)
    for key in set(facts.remarks) - facts.talks(person):
        for remark in facts.remarks[key]:
            if remark.author_id != person:
                what, row = f"a remark on {named[key].reference}", f"panel_remark/{remark.id}/words"
                yield Value(what, remark.words, True, remark.author_id, row)
    for key in {*facts.minutes} - facts.minuted(person):
        minute, row = f"the minute of {named[key].reference}", f"meeting_minute/{key}/words"
        yield Value(minute, facts.minutes[key], row=row)
    for key, decision in facts.decisions.items():
        for what, column in _DECIDED:
            if column in _ALWAYS or decision.state != DecisionState.RELEASED:
                yield Value(
                    f"{what} of the decision on {named[key].reference}", getattr(decision, column),
                    row=f"decision/{decision.id}/{column}",
                )  # fmt: skip


_COMMENTS: Final = (
    ("comments_for_applicant", "applicant", False),
    ("comments_for_programme", "programme team", True),
)
_ALWAYS: Final = ("note", "exception_reason")
_DECIDED: Final = (
    ("the note", "note"),
    ("the exception", "exception_reason"),
    ("the conditions", "conditions"),
    ("the words for the applicant", "words_for_applicant"),
)
"""The first are nobody's but the programme's, the others the applicant's once they are released."""


def _applicant(facts: Facts, key: int) -> Iterator[Value]:
    row = facts.applications[key]
    about = f"of {row.reference}"
    home = facts.organisations.get(row.organisation_id or 0)
    at = f"organisation/{home.id}" if home else ""
    if home is not None:
        yield Value(f"the organisation {about}", home.name, row=f"{at}/name")
        for name in ("company_number", "charity_number", "cqc_provider_id", "website"):
            what = f"the {name.replace('_', ' ')} {about}"
            yield Value(what, getattr(home, name), row=f"{at}/{name}")
        address = f"{home.address_line_1} {home.postcode}"
        yield Value(f"the address {about}", address, row=f"{at}/address_line_1")
    stored = facts.contents.get(key, {}).get("organisation") or {}
    yield Value(f"the organisation {about}", stored.get("name"))
    for number in sorted(facts.team.get(key, ())):
        who, at = facts.people[number], f"user_account/{number}"
        yield Value(f"a person {about}", who.name, of=number, row=f"{at}/name")
        yield Value(f"the email of a person {about}", who.email, of=number, row=f"{at}/email")
    for one in facts.team_names.get(key, ()):
        for column in ("email", "organisation", "name"):
            place = f"co_applicant/{one.id}/{column}"
            yield Value(f"who applies too {about}", getattr(one, column), row=place)
    for file in facts.files.get(key, ()):
        yield Value(f"the name of a file {about}", file.name, row=f"stored_file/{file.id}/name")


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
    texts += [facts.minutes.get(key, "") for key in facts.minuted(person)]
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
            for key in facts.met_in(person)
        ]
    return "\n".join(str(text) for text in texts)
