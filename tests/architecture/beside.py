"""What of the small world stands beside its applications: complaints, a copy of somebody's data."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.applications.models import Application
from award.case_studies.models import CaseStudy
from award.foundation import clock
from award.foundation.db import db, transaction
from award.foundation.files import storage
from award.foundation.policy import SYSTEM
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.own_data.jobs import make_copies
from award.own_data.services import copies
from award.packs.models import ListFile, Pack
from award.packs.rules.choosing import PackKind
from award.rounds.models import Round
from award.rounds.services.reference_data import import_regimes
from tests.build import (
    adjustments,
    applications,
    asking,
    assessment,
    calibration,
    challenges,
    complaints,
    documents,
    enquiries,
    matching,
    payments,
    regimes,
    rounds,
    scenarios,
    shares,
)


def note(world: Any) -> None:
    _note_complaints(world)
    _note_adjustments(world)
    _note_claim(world)
    _note_enquiry(world)
    _note_challenge(world)
    _note_share(world)
    _note_interests(world)
    _note_copy(world)
    _note_regime(world)


def _note_complaints(world: Any) -> None:
    """A stranger's, and one about somebody of the programme, who may not know of it."""
    for name, person in (("complaint", ""), ("complaint about staff", "staff@world.example")):
        what = f"What {name.replace(' ', '').title()}word says of the service"
        about = complaints.complaint(concerns="service", what=what, person=person)
        world.keys[name] = about.reference
        world.facts[name] = SimpleNamespace(named_ids=about.named_ids)
        who = {"auditor", "admin"} if person else {"staff", "auditor", "admin"}
        world.readers[what] = frozenset(who)


def _note_adjustments(world: Any) -> None:
    """Of `lead`, and of somebody of staff, who answers another's alone."""
    round_ = rounds.open_round()
    for name, person in (("adjustment", "lead"), ("adjustment of staff", "staff")):
        need = f"What {name.replace(' ', '').title()}word needs"
        account = user_with_roles(world.actors[person].user_id or 0)
        assert account is not None
        made = adjustments.asked_in(round_, account, "format", need=need)
        world.keys[name] = made.reference
        world.facts[name] = SimpleNamespace(
            person_id=made.person_id, state=made.state, application_id=None
        )
        world.readers[need] = frozenset({"staff", "lead"} if person == "lead" else set())


def _note_claim(world: Any) -> None:
    """`assessor` is on the panel that is paid in a round of its own, which has rules for assessors,
    and claims."""
    account = user_with_roles(world.actors["assessor"].user_id or 0)
    assert account is not None
    round_ = rounds.closed_round(assessor_rules="Read alone. Write in words of your own.")
    assessment.assigned(applications.submitted(round_), account)
    made = payments.a_claim(round_, account)
    world.keys["claim"], world.keys["paid round"] = made.reference, made.round.reference
    world.facts["claim"] = SimpleNamespace(person_id=made.person_id, state=made.state)
    world.facts["paid round"] = SimpleNamespace(announced_at=made.round.announced_at)
    world.readers["The panel on 4 March"] = frozenset({"assessor", "staff", "auditor"})
    _note_specimen(world, made.round)


def _note_specimen(world: Any, round_: Round) -> None:
    """Asked for first: `assessor` reads what it answers, and not yet how a panel scored it."""
    (found,) = calibration.asked(round_)
    world.keys["specimen"], world.facts["specimen"] = found.reference, None
    world.readers["A lamp in a flat that notices"] = frozenset({"assessor", "staff", "auditor"})
    world.readers["Nine flats tell little"] = frozenset({"staff", "auditor"})


def note_draft(found: dict[str, Application], people: dict[str, User]) -> None:
    """Of who reads what, the first of its round; each application is short of one more."""
    pairs = [
        (found["to declare"], people["assessor"]),
        (found["scored"], people["assessor"]),
        (found["their scored"], people["assigned"]),
    ]
    round_ = db.session.get_one(Round, found["scored"].round_id)
    matching.draft(round_, people["staff"], pairs, short=1)


def _note_interests(world: Any) -> None:
    """Of an assessor, about an organisation that applies: staff have to decide."""
    account = user_with_roles(world.actors["assessor"].user_id or 0)
    assert account is not None
    place = "What Interestword does at Marigold Care"
    with transaction():
        declare_interests(
            account,
            [Given(InterestKind.FAMILY, "Marigold Care", place)],
            nothing=False,
            actor=world.actors["assessor"],
        )
    world.keys["assessor's account"] = account.reference
    world.facts["assessor's account"] = None
    world.readers[place] = frozenset({"staff", "auditor", "assessor"})


def _note_enquiry(world: Any) -> None:
    """A stranger asks before applying."""
    idea = "What Enquiryword would do in care homes"
    world.keys["enquiry"] = enquiries.enquiry(idea=idea).reference
    world.facts["enquiry"] = None
    world.readers[idea] = frozenset({"staff", "auditor"})


def _note_challenge(world: Any) -> None:
    """A stranger tells what stands in the way."""
    words = "What Challengeword stopped us from doing"
    world.keys["challenge"] = challenges.challenge(words=words).reference
    world.facts["challenge"] = None
    world.readers[words] = frozenset({"staff", "auditor"})


def _note_share(world: Any) -> None:
    """A stranger shares a project and has sent it."""
    words = "What Shareword did in two homes"
    world.keys["share"] = shares.shared({"project": words}).reference
    world.facts["share"] = None
    world.readers[words] = frozenset({"staff", "auditor", "publisher"})


def note_question(world: Any) -> Any:
    """A stranger asks the team of the published case study: nobody reads the address."""
    words = "What Questionword was like at night"
    found = db.session.scalar(select(CaseStudy).where(CaseStudy.published_revision_id.is_not(None)))
    assert found is not None
    email = "questionword@asker.example"
    world.keys["question"] = asking.asked(found, question=words, email=email).reference
    world.facts["question"] = world.facts["study published"]
    world.readers[words] = frozenset({"lead", "staff", "publisher", "auditor"})
    world.readers[email] = frozenset()
    return world


def _note_regime(world: Any) -> None:
    with transaction():
        import_regimes(regimes.ONE, actor=SYSTEM)
    world.keys["regime"], world.facts["regime"] = "checklist", None
    world.keys["problem"], world.facts["problem"] = "falls", None


def note_round(world: Any, round_id: int) -> None:
    _note_pack(world, round_id)
    _note_list(world, round_id)
    _note_scenario(world, round_id)


def _note_pack(world: Any, round_id: int) -> None:
    """What staff took away, made."""
    key = storage.new_key()
    storage.put(key, [documents.pdf("A pack")])
    owner = world.actors["staff"].user_id
    with transaction():
        pack = Pack(
            owner_id=owner, round_id=round_id, kind=PackKind.PANEL, scores=True, named=True,
            list_key="shortlist", filters={"asked": {}, "words": "All of it"}, lies_at=key,
            made_at=clock.now(),
            manifest={"title": "A round, taken away", "versions": {"submissions": {}}},
        )  # fmt: skip
        db.session.add(pack)
    world.keys["pack of staff"] = pack.token
    world.facts["pack of staff"] = SimpleNamespace(owner_id=owner)


def _note_list(world: Any, round_id: int) -> None:
    """What staff took away of a list that was long, made."""
    key = storage.new_key()
    storage.put(key, [b"{}"])
    owner, round_ = world.actors["staff"].user_id, db.session.get_one(Round, round_id)
    with transaction():
        file = ListFile(
            owner_id=owner, round_id=round_id, list_key="scores", reference=round_.reference,
            title="Scores", format="json", asked={}, roles=["staff"], lies_at=key,
            reach={"ties": []}, made_at=clock.now(), manifest={"parts": [{"tables": {"scores": []},
            "rows": {"scores": 0}}]},
        )  # fmt: skip
        db.session.add(file)
    world.keys["list of staff"] = file.token
    world.facts["list of staff"] = SimpleNamespace(owner_id=owner)


def _note_scenario(world: Any, round_id: int) -> None:
    """What staff worked out, the first of all."""
    name, round_ = "What Scenarioword funds", db.session.get_one(Round, round_id)
    scenarios.made(round_, world.actors["staff"], name)
    world.readers[name] = frozenset({"staff", "auditor"})


def _note_copy(world: Any) -> None:
    """What the lead asked to download."""
    with transaction():
        copy = copies.ask_for_copy(actor=world.actors["lead"])
    make_copies()
    world.keys["copy of lead's data"] = copy.token
    world.facts["copy of lead's data"] = SimpleNamespace(user_id=copy.user_id)
