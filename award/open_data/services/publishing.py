"""Saying in public what was funded, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass

from award.applications.models import Application
from award.foundation import audit, clock
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.locks import hold
from award.foundation.policy import Actor
from award.foundation.references import new_reference
from award.foundation.text import one_line, tidy
from award.open_data.models import PublicAward
from award.open_data.queries.funded import Funded, as_data, funded, key_of_organisation
from award.open_data.rules.identifiers import organisation_id
from award.open_data.rules.telling import contacts_in, people_in

NOT_FUNDED = "Only a funded project whose decision has been released can be said in public"
DECLINED = (
    "The applicant asked us not to publish their own summary. Say in other words what is funded"
)
NOT_PUBLIC = "This award is not public"


@dataclass(frozen=True)
class Words:
    """What is said of an award. `agreed`: those whom it names know that they are named."""

    title: str
    description: str
    agreed: bool = False


@act("public_award.publish")
def publish(application: Application, words: Words, *, actor: Actor) -> PublicAward:
    """Publish it, or what is said of it now. What it says of organisation, money and settings is
    what was submitted and decided, as it stands at this moment."""
    hold(Application, [application.id])
    found = _funded(application, actor)
    title, description = one_line(words.title), tidy(words.description).strip()
    _nothing_of_people(found, title, description, words.agreed)
    award = found.award or PublicAward(
        reference=new_reference("AW"),
        organisation_key=key_of_organisation(application) or new_reference("ORG"),
        application_id=application.id,
        round_id=application.round_id,
    )
    award.title, award.description = title, description
    _take_facts(award, found)
    award.changed_at = clock.now()
    award.published_at = award.published_at or award.changed_at
    award.changed_by_id = actor.user_id
    db.session.add(award)
    db.session.flush()
    audit.record(
        actor,
        "public_award.publish",
        award,
        {
            "digest": audit.digest_of(as_data(award)),
            **({"people_agreed": True} if words.agreed else {}),
        },
        codes={"digest"},
    )
    return award


@act("public_award.publish")
def take_down(application: Application, *, actor: Actor) -> None:
    """From list and files at once; its words are kept for staff."""
    hold(Application, [application.id])
    award = _funded(application, actor).award
    if award is None or award.published_at is None:
        raise Refused(NOT_PUBLIC, rule="public_award.public")
    award.published_at = None
    award.changed_at = clock.now()
    award.changed_by_id = actor.user_id
    db.session.flush()
    audit.record(actor, "public_award.take_down", award, {})


def _funded(application: Application, actor: Actor) -> Funded:
    found = funded(actor, application.reference)
    if found is None:
        raise Refused(NOT_FUNDED, rule="public_award.funded")
    return found


def _nothing_of_people(found: Funded, title: str, description: str, agreed: bool) -> None:
    for field, text in (("title", title), ("description", description)):
        if contacts := contacts_in(text):
            raise Refused(
                f"Take out {_quoted(contacts)}: it leads to a person", field=field,
                rule="public_award.contacts",
            )  # fmt: skip
    if found.suggested.is_declined_summary(description):
        raise Refused(DECLINED, field="description", rule="public_award.declined")
    people = people_in(f"{title}\n{description}", found.suggested.people)
    if people and not agreed:
        raise Refused(
            f"It names {_quoted(people)}. Take the name out, or tick the box if they have agreed",
            field="agreed",
            rule="public_award.people",
        )


def _quoted(found: list[str]) -> str:
    return " and ".join(f"“{one}”" for one in found)


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
