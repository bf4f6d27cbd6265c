"""Two of staff decide about 900 by rule, one of each ground opens its letter, and the panel's pack
is printed."""

from __future__ import annotations

import re

import pypdf
import pytest
from flask_security import hash_password
from playwright.sync_api import Browser
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.accounts.queries.people import user_by_email
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.rules.states import AssignmentState
from award.assessment.services.declaring import declare_conflict
from award.decisions.models import Decision
from award.decisions.rules.grounds import CHOSEN, REASONS, Ground
from award.decisions.rules.states import DecisionState, Outcome
from award.decisions.services.staging import stage_decision
from award.foundation import audit
from award.foundation.db import db
from award.foundation.errors import there
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import accounts
from tests.journeys.conftest import Service
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

STAGES, CONFIRMS = "sam.stages@journey.example", "col.confirms@journey.example"
BUDGET = 20_000_000
SAYS: dict[str, str] = {
    "fund": "has been selected for an award",
    "reserve": "on the reserve list",
    **{
        ground: REASONS[ground]
        for ground in Ground
        if ground not in (Ground.PLACES, Ground.UNRECORDED)
    },
}
"""What letter and page say of each outcome, and of each ground of a round with one stage."""
WORDS = {
    Ground.SCOPE: "You would sell software to hospitals alone.",
    Ground.INELIGIBLE: "You are registered in another country.",
    Ground.SUPPORT: "The council that was to run it has left.",
}


@pytest.fixture(scope="module")
def alone() -> str:
    """Its release sends 900 emails, which no other journey should have to look through."""
    return "by-rule"


@pytest.fixture(scope="module")
def made(service: Service) -> str:
    """The reference of a round that two decide: 900 applications that 60 people assessed."""
    words = ["--applications", "900", "--assessors", "60", "--case-studies", "0", "--yes"]
    done = service.flask("seed", "volume", *words)
    assert done.returncode == 0, done.stderr
    with service.prepared():
        for name, email in (("Sam Stages", STAGES), ("Col Confirms", CONFIRMS)):
            accounts.user(name, email, (Role.STAFF,), password=PASSWORD)
        round_ = db.session.scalars(select(Round).order_by(Round.id.desc())).first()
        assert round_ is not None
        less = update(Round).where(Round.id == round_.id)
        db.session.execute(
            less.values(budget_gbp=BUDGET, deciders="two"), execution_options=audit.AS_TOLD
        )
        loses_sheets(round_.id)
        return round_.reference


def loses_sheets(round_id: int) -> None:
    """Of the last of them: all but one of its assessors find that they have a tie to it."""
    last = select(func.max(Application.id)).where(Application.round_id == round_id)
    query = (
        select(Assignment)
        .where(
            Assignment.application_id == last.scalar_subquery(),
            Assignment.state == AssignmentState.SUBMITTED,
        )
        .order_by(Assignment.id)
    )
    for one in db.session.scalars(query).all()[1:]:
        declare_conflict(
            one, "family", actor=accounts.actor_of(accounts.account_of(one.assessor_id))
        )


def test_nine_hundred_are_decided_by_rule_and_a_pack_is_printed(
    service: Service, browser: Browser, made: str
) -> None:
    staff = service.visitor(browser, "by-rule", STAGES)
    stages(staff, made)
    colleague = service.visitor(browser, "by-rule-second", CONFIRMS)
    finds_out(service, made)
    confirms(colleague, made)
    releases(staff, made)
    reads(service, browser, made)
    prints(colleague, made)
    for one in (staff, colleague):
        one.close()


def stages(staff: Visitor, made: str) -> None:
    """What the rule would do is looked at before it is done."""
    staff.go(f"/manage/rounds/{made}/shortlist", look=False)
    staff.press("Decide by rule")
    staff.page.locator("[name=reserve]").fill("20")
    staff.page.locator("[name=refuse][type=checkbox], [name=refuse][value=yes]").first.check()
    staff.page.locator("[name=then][value=look]").click()
    staff.look()
    assert "To fund and to reserve" in staff.text
    assert "of 900" not in staff.h1
    for box in staff.page.locator("[name=about_nobody]").all():
        box.check()  # what is left would do for one of them, who waits all the same
    staff.page.get_by_role("button", name=re.compile("^Stage ")).click()
    staff.page.get_by_text(re.compile("decisions staged")).wait_for()
    staff.look()
    staff.go(f"/manage/rounds/{made}/confirm")
    assert "for somebody else: you staged" in staff.text
    staff.go(f"/manage/rounds/{made}/release", look=False)
    assert "wait for a second person to confirm them" in staff.text
    assert staff.page.locator("[name=confirmation]").count() == 0


def finds_out(service: Service, made: str) -> None:
    """What no score says of three that the rule refused for theirs; and the one that it leaves to
    people, whose sheets are too few."""
    with service.prepared():
        sam = there(user_by_email(STAGES), STAGES)
        of_round = (
            select(Application.id)
            .join(Round, Round.id == Application.round_id)
            .outerjoin(Decision, Decision.application_id == Application.id)
            .where(Round.reference == made)
            .order_by(Application.id.desc())
        )
        low = of_round.where(Decision.ground == Ground.THRESHOLD).limit(len(CHOSEN))
        left = of_round.where(Decision.id.is_(None)).limit(1)
        grounds = dict(zip(db.session.scalars(low), CHOSEN, strict=True))
        grounds |= dict.fromkeys(db.session.scalars(left), Ground.SHEETS)
        for number, ground in sorted(grounds.items()):
            stage_decision(
                db.session.get_one(Application, number, options=[joinedload(Application.round)]),
                Outcome.REJECT,
                ground=ground,
                words_for_applicant=WORDS.get(ground, ""),
                actor=accounts.actor_of(sam),
            )


def confirms(colleague: Visitor, made: str) -> None:
    colleague.go(f"/manage/rounds/{made}/shortlist", look=False)
    colleague.press("Confirm what others staged")
    colleague.page.get_by_role("button", name=re.compile(r"^Confirm \d+ decisions")).click()
    colleague.page.get_by_text("confirmed").first.wait_for()
    colleague.look()


def releases(staff: Visitor, made: str) -> None:
    staff.go(f"/manage/rounds/{made}/release")
    staff.page.locator("[name=confirmation]").fill(made)
    staff.page.get_by_role("button", name=re.compile("^Release ")).click()
    staff.page.get_by_text(re.compile("[Rr]eleased|[Dd]one")).first.wait_for()
    staff.look()


def reads(service: Service, browser: Browser, made: str) -> None:
    """One of each outcome and ground, from the email to the page that it leads to, which say the
    same: each through the sign-in page, since nobody is when an email comes."""
    told = each_kind(service, made)
    assert {*told} == {*SAYS}
    for kind, (email, reference) in told.items():
        (letter,) = service.letters_to(email, containing=reference)
        address = re.search(rf"https?://\S+/applications/{reference}/outcome", letter)
        assert address, letter
        lead = service.visitor_at(browser, f"by-rule-{kind}", email, address[0])
        main = lead.page.locator("main").inner_text()
        for said in (plain(letter), plain(main)):
            assert SAYS[kind] in said, (kind, said)
            assert not [one for other, one in SAYS.items() if other != kind and one in said]
        assert WORDS.get(kind, "") in plain(letter) and WORDS.get(kind, "") in plain(main)
        if kind in (Ground.THRESHOLD, *CHOSEN):
            before = re.split("What the assessors? said|From what assessors said", main)[0]
            for said in (letter, re.sub(r"Value\s+for\s+money", "", before)):
                assert not re.search("money|budget", said, re.IGNORECASE), said
        lead.close()


def each_kind(service: Service, made: str) -> dict[str, tuple[str, str]]:
    """By outcome, or ground of a refusal: the address of one who was told it, who can sign in, and
    the reference of what it is about."""
    with service.prepared():
        query = (
            select(Decision, Application)
            .join(Application, Application.id == Decision.application_id)
            .join(Round, Round.id == Application.round_id)
            .where(Round.reference == made, Decision.state == DecisionState.RELEASED)
            .options(joinedload(Application.lead))
            .order_by(Application.id)
        )
        found: dict[str, Application] = {}
        for decision, application in db.session.execute(query):
            found.setdefault(decision.ground or decision.outcome, application)
        leads = [one.lead_id for one in found.values()]
        can = update(User).where(User.id.in_(leads)).values(password=hash_password(PASSWORD))
        db.session.execute(can, execution_options=audit.AS_TOLD)
        return {kind: (one.lead.email, one.reference) for kind, one in found.items()}


def plain(text: str) -> str:
    """On one line, as it is read."""
    return " ".join(text.split())


def prints(staff: Visitor, made: str) -> None:
    """Two of them as a pack: a book with bookmarks, tags and page numbers."""
    staff.go(f"/manage/rounds/{made}/packs/shortlist?decision=fund", look=False)
    staff.page.locator("[name=kind][value=panel]").check()
    for name in ("scores", "names"):
        staff.page.locator(f"[name={name}][value=yes]").check()
    staff.page.locator("[name=which][value=chosen]").check()
    boxes = staff.page.locator("[name=chosen]").all()[:2]
    references = [str(box.get_attribute("value")) for box in boxes]
    for box in boxes:
        box.check()
    staff.look()
    staff.press("Make the file", look=False)
    button = staff.page.get_by_role("button", name=re.compile("^Download the PDF"))
    button.wait_for()
    staff.look()
    with staff.page.expect_download() as download:
        button.click()
    read = pypdf.PdfReader(download.value.path())
    top = [str(one["/Title"]) for one in read.outline if not isinstance(one, list)]
    assert len(top) == 3 and all(any(one in mark for mark in top) for one in references)
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and len(root["/StructTreeRoot"]["/K"]) == 3  # type: ignore[index]
    assert read.page_labels[0] == "i" and len(read.pages) > 4
    # The contents say on which pages each stands: those that its bookmark leads to.
    marks = [one for one in read.outline if not isinstance(one, list)]
    starts = [read.get_destination_page_number(one) for one in marks]
    firsts = [read.page_labels[at] for at in starts[1:]]
    last = read.page_labels[starts[2] - 1]
    assert starts == sorted(starts) and firsts[0] == "1"
    words = " ".join(read.pages[0].extract_text().split())
    assert "Col Confirms" in words and all(one in words for one in references)
    front = " ".join(" ".join(page.extract_text() for page in read.pages[: starts[1]]).split())
    assert (firsts[0] if last == firsts[0] else f"{firsts[0]}–{last}") in front
