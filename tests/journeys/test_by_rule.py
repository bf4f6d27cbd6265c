"""Two of staff decide about 900 by rule, one of those who applied opens a letter, and the panel's
pack is printed."""

from __future__ import annotations

import re

import pypdf
import pytest
from flask_security import hash_password
from playwright.sync_api import Browser
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from award.accounts.models import User
from award.applications.models import Application
from award.applications.rules.states import ApplicationState
from award.foundation import audit
from award.foundation.db import db
from award.foundation.policy import Role
from award.rounds.models import Round
from tests.build import accounts
from tests.journeys.conftest import Service
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.any_database, pytest.mark.long]

STAGES, CONFIRMS = "sam.stages@journey.example", "col.confirms@journey.example"
BUDGET = 20_000_000


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
        return round_.reference


def test_nine_hundred_are_decided_by_rule_and_a_pack_is_printed(
    service: Service, browser: Browser, made: str
) -> None:
    staff = service.visitor(browser, "by-rule", STAGES)
    stages(staff, made)
    colleague = service.visitor(browser, "by-rule-second", CONFIRMS)
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
    staff.page.get_by_role("button", name=re.compile("^Stage ")).click()
    staff.page.get_by_text(re.compile("decisions staged")).wait_for()
    staff.look()
    staff.go(f"/manage/rounds/{made}/confirm")
    assert "for somebody else: you staged" in staff.text
    staff.go(f"/manage/rounds/{made}/release", look=False)
    assert "wait for a second person to confirm them" in staff.text
    assert staff.page.locator("[name=confirmation]").count() == 0


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
    """One of those who are funded, from the email to the page that it leads to."""
    with service.prepared():
        query = (
            select(Application)
            .join(Round, Round.id == Application.round_id)
            .where(Round.reference == made, Application.state == ApplicationState.AWARDED)
            .options(joinedload(Application.lead))
            .order_by(Application.id)
        )
        funded = db.session.scalars(query).first()
        assert funded is not None
        email, reference = funded.lead.email, funded.reference
        lead_of_it = update(User).where(User.id == funded.lead_id)
        db.session.execute(
            lead_of_it.values(password=hash_password(PASSWORD)), execution_options=audit.AS_TOLD
        )
    (letter, *_others) = service.letters_to(email, containing=reference)
    address = re.search(rf"https?://\S+/applications/{reference}/outcome", letter)
    assert address, letter
    lead = service.visitor(browser, "by-rule-lead", email)
    lead.go(address[0])
    assert "Your application has been selected for an award" in lead.text
    lead.close()


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
    words = " ".join(read.pages[0].extract_text().split())
    assert "Col Confirms" in words and all(one in words for one in references)
