"""One small world with a thing of every kind, for asking every route about."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from award.accounts.models import JoinRequest, User
from award.accounts.queries.people import PEOPLE as LIST_OF_PEOPLE
from award.accounts.services import joining
from award.applications.models import Application, Upload
from award.applications.queries.files import files_of
from award.assessment.models.assignments import Assignment
from award.assessment.services import declaring
from award.case_studies.models import CaseStudy
from award.decisions.models import Decision
from award.decisions.rules.releasing import ReleaseArguments
from award.foundation import saved_views, work
from award.foundation.db import db, transaction
from award.foundation.policy import ANONYMOUS, Actor, Role
from award.interests.services.keeping import keep_conflicts
from award.rounds.models import Round
from award.rounds.queries.lists import ROUNDS
from tests.architecture import beside
from tests.build import (
    accounts,
    apart,
    applications,
    assessment,
    case_studies,
    decisions,
    documents,
    files,
    messages,
    moderation,
    rounds,
)

ROLES: dict[str, tuple[Role, ...]] = {
    "lead": (),
    "other": (),
    "assigned": (Role.ASSESSOR,),
    "assessor": (Role.ASSESSOR,),
    "staff": (Role.STAFF,),
    "publisher": (Role.PUBLISHER,),
    "auditor": (Role.AUDITOR,),
    "admin": (Role.ADMIN,),
}
PEOPLE = ("visitor", *ROLES)
"""`lead` leads every application but those called "their ...", which `other` leads; `assigned`
assesses the former, `assessor` the latter."""
STUDIES = ("study not sent", "study with applicant", "study published")
GANTT = documents.pdf("Weeks one to nine")
ASKED = "What Assessedmessageword asks the programme team"
ACTIVE = ("to_declare", "to_score", "submitted")


@dataclass
class World:
    """What the routes are asked about, as plain values."""

    actors: dict[str, Actor]
    identities: dict[str, dict[str, Any] | None]
    """What the cookie of a browser holds that the person is signed in with."""
    keys: dict[str, str]
    """The thing's name to what stands in an address for it."""
    facts: dict[str, Any] = field(default_factory=dict)
    """The thing's name to what permissions ask about it; None for those that ask nothing."""
    letters: dict[str, str] = field(default_factory=dict)
    """The application's name to the letter of its (first) assessor: dealt at random."""
    files: dict[str, str] = field(default_factory=dict)
    """The application's name to the key of its file."""
    uploads: dict[str, str] = field(default_factory=dict)
    """The application's name to the token of what its lead is uploading."""
    readers: dict[str, frozenset[str]] = field(default_factory=dict)
    """Words that stand in one thing only, and who may ever read them."""


def build() -> World:
    """Two applicants, two assessors and what became of their applications."""
    people = {
        name: accounts.user(f"{name.title()} Person", f"{name}@world.example", roles)
        for name, roles in ROLES.items()
    }
    world = World(
        {"visitor": ANONYMOUS, **{name: accounts.actor_of(one) for name, one in people.items()}},
        {"visitor": None, **{name: accounts.signed_in(one) for name, one in people.items()}},
        {
            "lead's account": people["lead"].reference,
            "assessor's account": people["assessor"].reference,
            "no such token": "no-such-token",
            "list of people": LIST_OF_PEOPLE.key,
        },
    )
    world.readers = {apart.LABEL: frozenset(PEOPLE)} | {
        one.email: frozenset({name, "staff", "auditor", "admin"}) for name, one in people.items()
    }
    # a publisher writes to the person who has to agree
    world.readers[people["lead"].email] |= {"publisher"}
    _note_job(world)
    _note_request(world, people)
    _note_view(world)
    beside.note(world)
    found = _applications(world, people)
    beside.note_draft(found, people)
    beside.note_round(world, found["scored"].round_id)
    for name, application in found.items():
        _note(world, name, application, people)
    return beside.note_question(world)


def _applications(world: World, people: dict[str, User]) -> dict[str, Application]:
    lead, other, assigned = people["lead"], people["other"], people["assigned"]
    homes = {
        "organisation": accounts.organisation(lead, name="Marigold Care"),
        "their organisation": accounts.organisation(other, name="Nasturtium Care"),
    }
    asked = apart.question_set()
    terms = {
        "open": rounds.open_round(question_set_id=asked),
        "closed": rounds.closed_round(question_set_id=asked),
        "not announced": rounds.setup_round(),
    }
    _note_places(world, homes, terms, people)
    found: dict[str, Application] = {}

    def write(name: str, round_: Round) -> Application:
        """With a title and a team that name it."""
        theirs = name.startswith("their")
        make = applications.complete if name.endswith("draft") else applications.submitted
        found[name] = make(
            round_,
            other if theirs else lead,
            {"team": f"{word(name)}-team", "help": f"{word(name)}-apart"},
            title=f"Title of {word(name)}",
            organisation=homes["their organisation" if theirs else "organisation"],
            files={"gantt": (f"{word(name)}-gantt.pdf", GANTT)},
        )
        return found[name]

    for name in ("draft", "their draft", "submitted"):
        write(name, terms["open"])
    closed = terms["closed"]
    assessment.assigned(write("to declare", closed), assigned)
    assessment.declared(write("to score", closed), assigned)
    _score(write("scored", closed), assigned)
    _score(write("their scored", closed), people["assessor"])
    with transaction():
        declaring.declare_conflict(
            assessment.assigned(write("conflicted", closed), assigned),
            "collaboration",
            "",
            actor=accounts.actor_of(assigned),
        )
    second = assessment.assessor("Second Person")
    _score(write("assessed", closed), assigned, second)
    moderation.decide_something(found["assessed"], staff=people["staff"])
    for name in ("awarded", *STUDIES):
        _score(write(name, closed), assigned, second)
        decisions.staged(found[name])
    messages.thread(found["assessed"], lead, ASKED)
    world.readers[ASKED] = frozenset({"lead", "staff", "auditor"})
    decisions.released(closed)
    case_studies.complete(found["study not sent"])
    case_studies.sent(found["study with applicant"])
    case_studies.published(found["study published"])
    files.look()
    with transaction():
        keep_conflicts(closed.id)
    return found


def word(name: str) -> str:
    """The name as one word that stands nowhere else."""
    return name.replace(" ", "").title() + "word"


def _upload(application: Application) -> str:
    """Of a file that its lead began to upload, and that has not come."""
    row = Upload(
        token=secrets.token_hex(16), application_id=application.id, question_key="gantt",
        name="Coming.pdf", size=9, received=0, person_id=application.lead_id, file_key="",
    )  # fmt: skip
    with transaction():
        db.session.add(row)
    return row.token


def _score(application: Application, *assessors: User) -> None:
    for number, assignment in enumerate(
        [assessment.declared(application, person) for person in assessors]
    ):
        mark = f"{number}-of-{application.reference}"
        values = assessment.sheet_values(
            application, (8, 7, 6), for_programme=f"secret-{mark}", for_applicant=f"advice-{mark}"
        )
        assessment.submit(assignment, assessors[number], values)


def _note_job(world: World) -> None:
    """What staff asked for, and no worker has begun."""
    arguments = ReleaseArguments("NOWHERE", "", "")
    actor = world.actors["staff"]
    with transaction():
        job = work.ask("decision.release", arguments, title="Release", total=3, actor=actor)
    world.keys["job"] = job.reference
    world.facts["job"] = SimpleNamespace(state=job.state, owner_id=job.owner_id, kind=job.kind)


def _note_request(world: World, people: dict[str, User]) -> None:
    """Somebody asks to join an organisation of `lead`."""
    asker = accounts.actor_of(accounts.user("Jo Ining", roles=()))
    home = accounts.organisation(people["lead"], name="Larkspur Care", company_number="09999999")
    with transaction():
        joining.ask_to_join("company_number", "09999999", actor=asker)
    request = db.session.scalars(select(JoinRequest)).one()
    world.keys["request to join"] = request.reference
    members = SimpleNamespace(member_ids=home.member_ids)
    world.facts["request to join"] = SimpleNamespace(
        organisation=members, person_id=request.person_id
    )


def _note_view(world: World) -> None:
    """What staff ask of the list of rounds again and again."""
    actor = world.actors["staff"]
    with transaction():
        asked = ROUNDS.read({"sort": ["budget_gbp"], "columns": ["budget_gbp"]}, actor)
        saved = saved_views.save_view(asked, "My rounds", actor=actor)
    world.keys["view of staff"] = saved.reference
    world.facts["view of staff"] = SimpleNamespace(owner_id=saved.owner_id, shared=saved.shared)


def _note_places(
    world: World, homes: dict[str, Any], terms: dict[str, Round], people: dict[str, User]
) -> None:
    nothing = dict.fromkeys(("-", "no such token", "lead's account", "assessor's account"))
    world.facts |= {**nothing, "list of people": LIST_OF_PEOPLE}
    for name, round_ in terms.items():
        world.keys[name] = round_.reference
        world.facts[name] = SimpleNamespace(announced_at=round_.announced_at)
    for name, organisation in homes.items():
        member = people["other" if name.startswith("their") else "lead"]
        world.keys[name] = organisation.reference
        world.facts[name] = SimpleNamespace(member_ids={member.id})


def _note(world: World, name: str, application: Application, people: dict[str, User]) -> None:
    """The facts about an application as its rows tell them, and who may read its words."""
    db.session.refresh(application, ["state"])
    this = SimpleNamespace(
        state=application.state, lead_id=application.lead_id, team={}, reopening=None
    )
    found = db.session.scalars(
        select(Assignment)
        .where(Assignment.application_id == application.id)
        .order_by(Assignment.id)
    ).all()
    decision = db.session.scalar(select(Decision).where(Decision.application_id == application.id))
    study = db.session.scalar(select(CaseStudy).where(CaseStudy.application_id == application.id))
    live = study and study.published_revision_id
    assignments = [SimpleNamespace(state=a.state, assessor_id=a.assessor_id) for a in found]
    world.facts[name] = SimpleNamespace(
        application=this,
        assignments=assignments,
        decision=decision and SimpleNamespace(state=decision.state, application=this),
        candidate=SimpleNamespace(
            application=this,
            released=decision is not None and decision.state == "released",
            assessed_by={a.assessor_id for a in found if a.state == "submitted"},
        ),
        study=study
        and SimpleNamespace(
            state=study.state, application=this, share=None, published_revision_id=live
        ),
    )
    world.keys[name] = study.slug if study else application.reference
    world.letters[name] = found[0].alias[-1] if found else "A"
    [world.files[name]] = files_of(application.id)
    world.uploads[name] = _upload(application)

    names = {person.id: who for who, person in people.items()}
    lead = names[application.lead_id]
    active = {names.get(a.assessor_id, "") for a in found if a.state in ACTIVE}
    office = set() if application.state == "draft" else {"staff", "auditor"}
    told = {lead} if decision is not None else set()
    world.readers[f"{word(name)}-team"] = frozenset({lead} | office | active)
    world.readers[f"{word(name)}-apart"] = frozenset({lead})
    world.readers[f"{word(name)}-gantt"] = frozenset({lead} | office | active)
    if name != "study published":
        promotable = {"publisher"} if application.state == "awarded" else set()
        world.readers[f"Title of {word(name)}"] = frozenset({lead} | office | active | promotable)
    for number in range(len(found)):
        mark = f"{number}-of-{application.reference}"
        world.readers[f"secret-{mark}"] = frozenset(office | active)
        world.readers[f"advice-{mark}"] = frozenset(office | active | told)
