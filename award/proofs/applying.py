"""Who applies made different, where a round hides it."""

from __future__ import annotations

from sqlalchemy import text

from award.applications.rules.naming import shown_to_assessors
from award.foundation import work
from award.foundation.folding import name_key
from award.proofs.changing import change, otherwise, rename
from award.proofs.copying import Copy
from award.proofs.facts import TABLES, Facts
from award.proofs.rules import OTHER
from award.rounds.queries.question_sets import questions_in


def applicants(copy: Copy, facts: Facts, person: int) -> None:
    """Who applies, where assessors are not to know."""
    if not facts.double:
        return
    keys = {*facts.met_in(person), *facts.hidden(person)}
    kept_homes = {facts.applications[key].organisation_id for key in facts.tied[person]
                  if key in facts.applications}  # fmt: skip
    people = set().union(*(facts.team.get(key, set()) for key in keys)) if keys else set()
    for one in people - facts.staff - facts.met(person).people - {person}:
        rename(copy, one)
    homes = {facts.applications[key].organisation_id for key in keys} - kept_homes - {None}
    homes -= facts.met(person).homes
    backwards = sorted(homes, key=lambda one: facts.organisations[one].name_key, reverse=True)
    for place, home in enumerate(backwards):  # in the other order, too
        row = facts.organisations[home]
        name = f"{OTHER} {place:06} {row.name}"
        change(
            copy, "organisation", TABLES["organisation"].c.id == home,
            name=name, name_key=name_key(name),
            address_line_1=OTHER, town=OTHER, postcode="ZZ9 9ZZ", website="https://other.example",
            region="London" if row.region != "London" else "Wales", cqc_provider_id="1-999999999",
        )  # fmt: skip
    for key in keys:
        work.still_here()
        _rewrite(copy, facts, key)


def _rewrite(copy: Copy, facts: Facts, key: int) -> None:
    """The submission that stands, and what its files are called."""
    content = facts.contents.get(key)
    if content is None:
        return
    with copy.app.app_context():
        questions = questions_in(content)
    changed = {
        **content,
        "organisation": otherwise(content.get("organisation")),
        "lead": otherwise(content.get("lead")),
        "answers": dict(content["answers"]),
    }
    if content.get("co_applicants"):
        changed["co_applicants"] = otherwise(content["co_applicants"])
    for question in questions.asked(content["answers"], content["phase"]):
        value = content["answers"].get(question.key)
        if question.types and isinstance(value, list):
            new = [{**one, "name": f"{OTHER} {one['name']}"} for one in value]
        elif not shown_to_assessors(question) and question.of_kind.in_own_words:
            new = otherwise(value)
        else:
            continue
        if value:
            changed["answers"][question.key] = new
    submission = TABLES["submission"]
    change(
        copy, "submission",
        (submission.c.application_id == key)
        & (submission.c.number == _last(copy, key)),
        content=changed,
    )  # fmt: skip
    file = TABLES["stored_file"].c
    change(copy, "stored_file", file.application_id == key, name=f"{OTHER} " + file.name)


def _last(copy: Copy, key: int) -> int:
    found = text("SELECT max(number) FROM submission WHERE application_id = :key")
    return int(copy.connection.scalar(found, {"key": key}) or 0)
