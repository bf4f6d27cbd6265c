"""One award from opening to case study, as the people in it live it: twice, once without script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from award.rounds.rules import questions as question_rules
from award.seeding.demo import files
from tests.journeys.answering import fill_section
from tests.journeys.conftest import Service
from tests.journeys.pinning import pin
from tests.journeys.tables import mend_a_table
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD, ROUND, close_in

pytestmark = [pytest.mark.journey, pytest.mark.long]

SECRET_SCORE = "Heliotrope: only the programme may read this"
BID = next(data for data in files.applications() if data["id"] == "d5")
NUMBERS = {"Kingfisher": "417755", "Lapwing": "417763"}
"""Companies House gives each to one company, and so do we."""
CRITERIA = ("problem", "solution", "people", "safety", "evidence", "delivery", "value")


def the_questions() -> question_rules.QuestionSet:
    import tomllib

    path = files.DEMO / "question_sets" / "asc-ai-4.toml"
    return question_rules.parse(tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def alone() -> str:
    return "circle"


SCRIPT = pytest.param(True, id="script", marks=pytest.mark.any_database)
"""It is the pages' own; that the service does its work on either database is seen without."""


@pytest.mark.parametrize("script", [SCRIPT, pytest.param(False, id="no-script")])
def test_the_whole_circle(browser: Browser, service: Service, script: bool) -> None:
    name = "script" if script else "plain"
    lead = f"lead.{name}@journey.example"
    title = f"{'Kingfisher' if script else 'Lapwing'} letters that people check themselves"

    def visitor(role: str) -> Visitor:
        return Visitor(browser, service.address, f"{name}-{role}", script=script)

    close_in(service.app, days=20)
    applicant = visitor("applicant")
    register(applicant, service, lead)
    reference = apply(applicant, service, title)
    if script:
        mend_a_table(applicant, reference, BID["answers"])
    submit(applicant, service, lead, reference)

    staff = visitor("staff").sign_in(service.people.staff, PASSWORD)
    assign(staff, service, reference)
    first, second = visitor("first"), visitor("second")
    score(first, service.people.first, reference, 9, "Sandpiper")
    score(second, service.people.second, reference, 8, SECRET_SCORE, peer="Sandpiper")

    close_in(service.app, days=-1)
    decide_and_release(staff, service, reference, title, name)
    read_outcome(applicant, service, lead, reference)

    first.go(f"/assess/{reference}/promote")
    first.fill("Why should others read of this project?", "It says what it missed, too.")
    first.press("Promote", look=False)
    publish(visitor("publisher"), applicant, service, lead, title)
    find(visitor("reader"), title)

    for person in (applicant, staff, first, second):
        person.close()


def register(person: Visitor, service: Service, email: str) -> None:
    person.go("/").press("Sign in").press("Create an account")
    person.page.locator("[name=name]").fill("Lee Lead")
    person.page.locator("[name=email]").fill(email)
    person.page.locator("[name=password]").fill(PASSWORD)
    if person.page.locator("[name=password_confirm]").count():
        person.page.locator("[name=password_confirm]").fill(PASSWORD)
    person.press("Create account")
    (letter,) = service.letters_to(email)
    link = re.search(r"https?://\S+/confirm/\S+", letter)
    assert link, letter
    person.go(link[0]).press("Confirm my address")
    person.sign_in(email, PASSWORD)


def apply(person: Visitor, service: Service, title: str) -> str:
    """Check eligibility, start, name the organisation, answer everything. The reference."""
    page = person.page
    person.go(f"/rounds/{ROUND}").press("Check if you can apply")
    page.locator("[name=phase][value='1']").check(force=True)
    person.press("Continue")
    page.locator("[name=social_care][value=yes]").check(force=True)
    page.locator("[name=org_type][value=charity]").check(force=True)
    page.locator("[name=hq_uk][value=yes]").check(force=True)
    person.press("See the result")
    person.press("Start an application").press("Start now", look=False)
    found = re.search(r"/applications/(AIA-\w+)", page.url)
    assert found, page.url
    reference = found[1]
    person.go(f"/applications/{reference}/organisation").press("Add your organisation")
    page.locator("[name=name]").fill(f"Journey Trust of {title.split()[0]}")
    page.locator("[name=org_type][value=charity]").check(force=True)
    page.locator("[name=address_line_1]").fill("1 Nowhere Street")
    page.locator("[name=town]").fill("Nowhere")
    page.locator("[name=postcode]").fill("zy1 1aa")
    page.locator("[name=hq_in_uk][value=yes]").check(force=True)
    page.locator("[name=uk_registered_office][value=yes]").check(force=True)
    page.locator("[name=region]").select_option(label="North West")
    page.locator("[name=company_number]").fill(NUMBERS[title.split()[0]])
    person.press("Save", look=False)
    if page.locator("[name=organisation]").count():
        page.locator("[name=organisation]").first.check(force=True)
        person.save_and_continue()
    questions = the_questions()
    answers: dict[str, Any] = {**BID["answers"], "project_title": title}
    for section in questions.sections:
        if any(q.key in answers for q in section.asked(answers, 1)):
            person.go(f"/applications/{reference}/{section.key}", look=False)
            fill_section(person, questions, section.key, answers, 1)
    return reference


def submit(person: Visitor, service: Service, email: str, reference: str) -> None:
    person.go(f"/applications/{reference}").go(f"/applications/{reference}/check")
    assert "Jargon" not in person.h1
    person.press("Submit what is shown on this page")
    assert reference in person.text
    digest = re.search(r"[0-9a-f]{64}", person.text.replace("\n", ""))
    assert digest, person.text
    (letter,) = service.letters_to(email, containing=reference)
    assert digest[0] in re.sub(r"=?\s+", "", letter) or digest[0] in letter
    person.go("/applications")


def assign(person: Visitor, service: Service, reference: str) -> None:
    person.go("/manage").go(f"/manage/rounds/{ROUND}")
    person.go(f"/manage/rounds/{ROUND}/applications")
    for name in ("Fern First", "Sol Second"):
        person.go(f"/manage/applications/{reference}")
        person.page.get_by_label(name).check(force=True)
        person.press("Assign and email", look=False)
    person.look()


def score(
    person: Visitor, email: str, reference: str, value: int, words: str, peer: str = ""
) -> None:
    """Declare no conflict, score every criterion, submit; a peer's words are nowhere before."""
    page = person.page
    person.sign_in(email, PASSWORD).go("/assess").go(f"/assess/{reference}")
    page.locator("[name=answer][value=none]").check(force=True)
    person.press("Continue", look=False)
    person.go(f"/assess/{reference}")
    for criterion in CRITERIA:
        page.locator(f".app-steps [href='#sheet-{criterion}']").click()
        page.locator(f"[name=score_{criterion}][value='{value}']").check(force=True)
        page.locator(f"[name=justification_{criterion}]").fill(
            f"{words} on {criterion}, as the answers tell it."
        )
    person.look()
    pin(person)
    if person.script:
        two_windows(person, reference)
    page.locator(".app-steps [href='#sheet-overall']").click()
    page.locator("[name=in_scope][value=yes]").check(force=True)
    page.locator("[name=recommend][value=yes]").check(force=True)
    page.locator("[name=comments_for_applicant]").fill(f"A kind word for the applicant: {value}.")
    page.locator("[name=comments_for_programme]").fill(words)
    if peer:
        for path in ("/assess", f"/assess/{reference}"):
            text = page.request.get(f"{person.address}{path}").text()
            assert peer not in text
    person.press("Check and submit", look=False)
    page.wait_for_url("**/submit")  # a save that is under way ends first
    person.look().press("Submit scores", look=False)
    person.go(f"/assess/{reference}").go("/assess")


def two_windows(person: Visitor, reference: str) -> None:
    """The sheet is saved in place here; what another window saved meanwhile stands beside it."""
    other = person.context.new_page()
    person.page.get_by_role("button", name="Save draft").click()
    person.page.locator("[data-saved]", has_text="Draft saved at").wait_for()
    other.goto(f"{person.address}/assess/{reference}#sheet-value")
    other.locator("[name=justification_value]").fill("Written in another window.")
    other.get_by_role("button", name="Save draft").click()
    other.locator("[data-saved]", has_text="Draft saved at").wait_for()
    other.close()
    person.page.locator("[name=justification_value]").fill("Written in this window.")
    person.press("Save draft", look=False)
    person.page.get_by_role("heading", name="Two versions of your score sheet").wait_for()
    person.look()
    person.page.get_by_label("Edit both together").check(force=True)
    person.look().press("Save what I chose")


def decide_and_release(
    person: Visitor, service: Service, reference: str, title: str, name: str
) -> None:
    shortlist = f"/manage/rounds/{ROUND}/shortlist"
    person.go(f"/manage/applications/{reference}").go(shortlist)
    assert title in person.text
    for button in ("Download CSV", "Download Excel", "Download JSON"):
        with person.page.expect_download() as download:
            person.control(button).click()
        assert download.value.suggested_filename.startswith("asc-journey-shortlist-")
    out = service.mail.parent / f"{name}.csv"
    done = service.flask(
        "export", "shortlist", "--round", ROUND, "--format", "csv", "--out", str(out)
    )
    assert done.returncode == 0, done.stderr
    assert title in out.read_text(encoding="utf-8-sig")
    person.go(f"/manage/applications/{reference}/decision")
    person.page.locator("[name=outcome][value=fund]").check(force=True)
    person.press("Stage this decision", look=False)
    person.go(f"/manage/rounds/{ROUND}/release")
    person.page.locator("[name=confirmation]").fill(ROUND)
    person.page.locator("form").filter(has=person.page.locator("[name=confirmation]")).get_by_role(
        "button"
    ).click()
    person.page.wait_for_load_state()
    person.look()


def read_outcome(person: Visitor, service: Service, email: str, reference: str) -> None:
    letters = service.letters_to(email, containing="/outcome")
    assert len(letters) == 1
    person.go(f"/applications/{reference}").go(f"/applications/{reference}/outcome")
    assert "A kind word for the applicant" in person.text
    for secret in (SECRET_SCORE, "Fern First", "Sol Second"):
        assert secret not in person.text
        assert all(secret not in letter for letter in letters)


def publish(
    publisher: Visitor, applicant: Visitor, service: Service, lead: str, title: str
) -> None:
    page = publisher.page
    publisher.sign_in(service.people.publisher, PASSWORD).go("/manage/case-studies")
    publisher.press(title, look=False)
    slug = page.url.rstrip("/").rpartition("/")[2]
    publisher.look().go(f"/manage/case-studies/{slug}/edit")
    publisher.press("Title and summary")
    page.locator("[name=summary]").fill("Letters that decide where people live can't be read.")
    publisher.save_and_continue()
    assert page.url.endswith("/edit/problem"), page.url
    publisher.go(f"/manage/case-studies/{slug}/edit/stage")
    page.locator("[name=stage]").first.check(force=True)
    publisher.save_and_continue()
    publisher.go(f"/manage/case-studies/{slug}/edit/place")
    page.locator("[name=problems]").first.check(force=True)
    publisher.save_and_continue()
    publisher.go(f"/manage/case-studies/{slug}/edit/impact")
    page.locator("[name=evidence_level]").first.check(force=True)
    publisher.save_and_continue()
    publisher.go(f"/manage/case-studies/{slug}/edit/lessons_and_limits")
    page.locator("[name=lessons_and_limits]").fill("It does not yet work for longer letters.")
    publisher.press("Save and preview", look=False)
    publisher.go(f"/manage/case-studies/{slug}").press("Send to the project team")

    assert service.letters_to(lead, containing=slug)
    applicant.go("/my-case-studies").go(f"/my-case-studies/{slug}")
    if applicant.page.locator("[name=confirmed]").count():
        applicant.page.locator("[name=confirmed]").check(force=True)
    applicant.page.locator("[name=name]").fill("Lee Lead")
    applicant.press("Agree", look=False)

    publisher.go(f"/manage/case-studies/{slug}/publish")
    publisher.press("Publish", look=False)
    publisher.close()


def find(person: Visitor, title: str) -> None:
    """A visitor with no account finds the case study by a word of its problem."""
    person.go("/case-studies")
    person.page.locator("[name=q]").fill("letters " + title.split()[0])
    person.press("Search").press(title)
    headings = person.page.locator("main h2").all_inner_texts()
    assert headings[0] == "The problem to be solved", headings
    assert "not an endorsement" in person.text.lower()
    assert SECRET_SCORE not in person.page.content()
    person.close()
