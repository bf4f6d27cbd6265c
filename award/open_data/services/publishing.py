"""Saying in public what was funded, and taking it back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from award.applications.models import Application
from award.assessment.rules.contacts import contacts_in
from award.foundation import audit, clock, earlier
from award.foundation.acts import act, part_of
from award.foundation.audit.keys import keyring
from award.foundation.db import db
from award.foundation.edits import Marks, merged, still_as_shown
from award.foundation.errors import Refused, StaleVersion, there
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.text import one_line, quoted, tidy
from award.open_data.models import PublicAward
from award.open_data.queries.funded import (
    CALLED,
    KIND,
    Funded,
    as_data,
    funded,
    keys_of_organisations,
    shown_of,
    to_check_of,
)
from award.open_data.rules.identifiers import organisation_id
from award.open_data.rules.telling import people_in

NOT_FUNDED = "Only a funded project whose decision has been released can be said in public"
DECLINED = (
    "The applicant asked us not to publish their own summary. Say in other words what is funded"
)
NOT_PUBLIC = "This award is not public"
TAKEN_DOWN = (
    "Somebody took this award down while you had the page open. Publish it only if you know why"
)
NOTHING = "Tick at least one award"


@dataclass(frozen=True)
class Words:
    """What is said of an award. `agreed`: those whom it names know that they are named. `base` has
    the marks of what the page started from, None where there was none, and `state` what it said
    that the award is."""

    title: str
    description: str
    agreed: bool = False
    base: Marks | None = None
    state: str = ""


@act("public_award.publish")
def publish(application: Application, words: Words, *, actor: Actor) -> PublicAward:
    """Publish it, or what is said of it now. What it says of organisation, money and settings is
    what was submitted and decided, as it stands at this moment. StaleVersion where somebody else
    said it otherwise meanwhile; what only they changed stays as they have it."""
    hold(Application, [application.id])
    found = _funded(application, actor)
    if words.base is not None and found.state == "down" != words.state:
        raise Refused(TAKEN_DOWN, rule="stale")
    title, description = _to_say(found, words)
    _nothing_of_people(found, title, description, words.agreed)
    if found.award is not None:
        earlier.keep(KIND, found.award.id, found.stored)
    (award,) = _say([(found, title, description)], actor, agreed=words.agreed)
    return award


@act("public_award.publish")
def publish_several(references: Collection[str], *, shown: Marks | None, actor: Actor) -> int:
    """Publish each as it is suggested, all or none; how many. `shown`: marks of what the page said
    of each, by reference; what it didn't show nobody has read. What can't go out just as it is
    suggested is published by itself."""
    wanted = {one for one in references if shown is None or one in shown}
    if not wanted:
        raise Refused(NOTHING, rule="several")
    hold(Application, [one.application_id for one in to_check_of(actor, wanted)])
    found = [one for one in to_check_of(actor, wanted) if not one.as_suggested]
    if shown is not None:
        marks = {one: shown.get(one, "") for one in wanted}
        still_as_shown(marks, shown_of(found), {one: one for one in wanted}, "What is ticked")
    _say([(one, one.suggested.title, one.suggested.description) for one in found], actor)
    return len(found)


@act("public_award.publish")
def take_down(application: Application, *, shown: Marks | None, actor: Actor) -> None:
    """From list and files at once; its words are kept for staff. `shown`: marks of what the page
    said of it."""
    hold(Application, [application.id])
    found = _funded(application, actor)
    award = found.award
    if award is None or award.published_at is None:
        raise Refused(NOT_PUBLIC, rule="public_award.public")
    still_as_shown(shown, found.stored, CALLED, "What is said of it")
    award.published_at = None
    award.changed_at = clock.now()
    award.changed_by_id = actor.user_id
    db.session.flush()
    audit.record(actor, "public_award.take_down", award, {})


@part_of("public_award.publish")
def _say(
    said: Sequence[tuple[Funded, str, str]], actor: Actor, *, agreed: bool = False
) -> list[PublicAward]:
    """Titles and descriptions, in a fixed number of statements."""
    known = keys_of_organisations([one.application for one, _title, _description in said])
    now, awards = clock.now(), []
    for found, title, description in said:
        application = found.application
        award = found.award or PublicAward(
            reference=new_reference("AW"),
            organisation_key=known.get(application.organisation_id) or _new_key(application),
            application_id=application.id,
            round_id=application.round_id,
        )
        award.title, award.description = title, description
        _take_facts(award, found)
        award.changed_at, award.changed_by_id = now, actor.user_id
        award.published_at = award.published_at or now
        awards.append(award)
    db.session.add_all(awards)
    db.session.flush()
    for award in awards:
        audit.record(
            actor,
            "public_award.publish",
            award,
            {
                "digest": audit.digest_of(as_data(award)),
                **({"people_agreed": True} if agreed else {}),
            },
            codes={"digest"},
        )
    return awards


def _to_say(found: Funded, words: Words) -> tuple[str, str]:
    said = {"title": one_line(words.title), "description": tidy(words.description).strip()}
    if words.base is not None:
        compared = merged(words.base, found.stored, said)
        if compared.clashes:
            raise StaleVersion
        said |= {key: found.stored[key] for key in compared.theirs}
    return said["title"], said["description"]


def _new_key(application: Application) -> str:
    """The same for all who publish awards of one organisation at the same moment, and nothing that
    can be traced back to it."""
    digest = keyring().digest(f"open data of organisation {application.organisation_id}")
    return f"ORG-{digest[:12].upper()}"


def _funded(application: Application, actor: Actor) -> Funded:
    found = funded(actor, application.reference)
    if found is None:
        raise Refused(NOT_FUNDED, rule="public_award.funded")
    return found


def _nothing_of_people(found: Funded, title: str, description: str, agreed: bool) -> None:
    for field, text in (("title", title), ("description", description)):
        if contacts := contacts_in(text):
            raise Refused(
                f"Take out {quoted(contacts)}: it leads to a person", field=field,
                rule="public_award.contacts",
            )  # fmt: skip
    if found.suggested.is_declined_summary(description):
        raise Refused(DECLINED, field="description", rule="public_award.declined")
    people = people_in(f"{title}\n{description}", found.suggested.people)
    if people and not agreed:
        raise Refused(
            f"It names {quoted(people)}. Take the name out, or tick the box if they have agreed",
            field="agreed",
            rule="public_award.people",
        )


def _take_facts(award: PublicAward, found: Funded) -> None:
    about = {key: value or "" for key, value in found.organisation.items()}
    award.amount_gbp = found.amount_gbp
    award.awarded_on = clock.london(found.released_at).date()
    award.phase = there(found.application.phase, "the phase")
    award.settings = list(found.suggested.settings)
    award.organisation_name = about["name"]
    award.org_type = about["org_type"]
    award.region = about["region"]
    award.company_number = about.get("company_number", "")
    award.charity_number = about.get("charity_number", "")
    award.organisation_id = organisation_id(
        award.org_type,
        company=award.company_number,
        charity=award.charity_number,
        ods=about.get("ods_code", ""),
    )
