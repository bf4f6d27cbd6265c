"""Files from an applicant's computer to an assessor's: with a scanner, a connection that breaks,
and whatever people upload by mistake."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, Locator, Route, expect

from award.applications.models import Application
from award.assessment.services.declaring import declare_no_conflict
from award.foundation.db import db
from award.foundation.files import storage
from award.foundation.policy import Role
from tests import clamd
from tests.build import accounts, applications, assessment, documents, files, rounds
from tests.journeys.conftest import Service
from tests.journeys.visit import Visitor
from tests.journeys.world import PASSWORD
from tests.processes import HANGS

pytestmark = [pytest.mark.journey, pytest.mark.long]

LEAD = "files.lead@journey.example"
ASSESSOR = "files.assessor@journey.example"
PLAN = documents.pdf("Weeks one to nine", author=documents.AUTHOR, note="Ask Kim")
LARGE = PLAN + b"%" + os.urandom(2_600_000).hex().encode()[:2_600_000] + b"\n%%EOF\n"
INFECTED = PLAN.replace(b"%%EOF", b"%" + documents.EICAR + b"\n%%EOF")


@pytest.fixture(scope="module")
def more_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with clamd.running(tmp_path_factory.mktemp("clamd") / "it") as address:
        yield {"clamav": address}


@pytest.fixture
def reference(service: Service, tmp_path: Path) -> str:
    """A draft that has everything but its files, in a blind round that is open."""
    with service.prepared():
        lead = accounts.user("Ada Lead", LEAD, (), password=PASSWORD)
        set_id = files.set_with_slots(tmp_path).id
        round_ = rounds.open_round(question_set_id=set_id, blindness="double", min_assessments=1)
        made = applications.complete(round_, lead, organisation=accounts.organisation(lead))
        found = made.reference
    return found


def slot(person: Visitor, key: str) -> Locator:
    return person.page.locator(f"[data-slot={key}]")


def choose(person: Visitor, key: str, name: str, content: bytes) -> None:
    chosen: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    person.page.locator(f"#answer_{key}").set_input_files(chosen)


def test_files_from_one_end_to_the_other(
    browser: Browser, service: Service, reference: str
) -> None:
    expect.set_options(timeout=HANGS * 1000)
    lead = Visitor(browser, service.address, "files").sign_in(LEAD, PASSWORD)
    lead.go(f"/applications/{reference}/uploads")
    breaks_once(lead)
    choose(lead, "plan", "Plan, “final” 🧓.pdf", LARGE)
    expect(slot(lead, "plan")).to_contain_text("Uploading")
    lead.judge("on its way")
    expect(slot(lead, "plan")).to_contain_text("Plan, “final” 🧓.pdf")
    expect(slot(lead, "plan").get_by_role("link")).to_have_count(1)  # found clean meanwhile
    lead.look()

    lead.fill("Is there a film? (optional)", "On our own site")
    refusals(lead)
    expect(slot(lead, "letters")).not_to_contain_text("Removing")
    infected(lead)
    half_sent(service, lead, reference)
    assert lead.page.get_by_label("Is there a film? (optional)").input_value() == "On our own site"

    plain = Visitor(browser, service.address, "files-plain", script=False)
    without_script(plain.sign_in(LEAD, PASSWORD), reference)
    lead.go(f"/applications/{reference}/check")
    lead.page.get_by_role("button", name="Open all sections").click()
    assert "We noticed: it has 1 comment or mark" in lead.text
    lead.press("Submit what is shown on this page")
    assert lead.h1 == "We have received your application"
    lead.go(f"/applications/{reference}/submission")

    read_by_an_assessor(browser, service, reference)
    told = [fault for fault in lead.faults if "CONNECTION_RESET" in fault]
    assert len(told) == 1, "no part was lost on its way"
    lead.faults.remove(told[0])
    for person in (lead, plain):
        person.close()


def breaks_once(person: Visitor) -> None:
    """The second part of the first file never arrives at the first try."""
    broken: list[str] = []

    def part(route: Route) -> None:
        if route.request.method == "PUT" and not route.request.url.endswith("/0") and not broken:
            broken.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    person.page.route("**/file-parts/**", part)


def refusals(person: Visitor) -> None:
    for name, content, words in (
        ("setup.exe", b"MZ\0\0" * 9, "Error: “setup.exe” is a program. We take no programs"),
        ("photo.pdf", documents.picture(), "is named like a PDF, but a PNG picture is inside"),
        ("nothing.pdf", b"", "“nothing.pdf” is empty"),
        ("film.pdf", PLAN + b"x" * 1_100_000, "“film.pdf” is too large: it has 1.1 MB, and 1 MB"),
    ):
        choose(person, "letters", name, content)
        expect(slot(person, "letters")).to_contain_text(words)
        person.look()
    expect(slot(person, "letters").get_by_role("listitem")).to_have_count(0)


def infected(person: Visitor) -> None:
    choose(person, "letters", "Letter.pdf", INFECTED)
    expect(slot(person, "letters")).to_contain_text("Virus found")
    person.page.reload()
    person.look()
    assert "“Letter.pdf” has a virus in it: remove it, or upload a clean copy" in person.text
    person.press("Remove Letter.pdf")
    assert "“Letter.pdf” is removed" in person.text and "You removed" not in person.text


def half_sent(service: Service, person: Visitor, reference: str) -> None:
    """A browser that goes away in the middle of a form with a file leaves nothing."""
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in person.context.cookies())
    token = person.page.locator("[name=csrf_token]").first.input_value()
    start = (
        f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        '--b\r\nContent-Disposition: form-data; name="answer_letters"; filename="Half.pdf"\r\n\r\n'
    ).encode()
    head = (
        f"POST /applications/{reference}/uploads HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: {cookies}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n"
    ).encode()
    with service.app.app_context():
        before = {one.key for one in storage.lying()}
    host, port = service.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(head + start + PLAN * 20)
    person.page.reload()
    assert "Half.pdf" not in person.text
    with service.app.app_context():
        assert {one.key for one in storage.lying()} == before


def without_script(person: Visitor, reference: str) -> None:
    person.go(f"/applications/{reference}/uploads")
    choose(person, "letters", "Film.pdf", PLAN + b"x" * 1_100_000)
    person.fill("Is there a film? (optional)", "On another site")
    person.press("Upload Letters of support")
    assert "“Film.pdf” is too large" in person.text
    assert (
        person.page.get_by_label("Is there a film? (optional)").input_value() == "On another site"
    )
    for name in ("One.pdf", "Two.pdf"):
        choose(person, "letters", name, PLAN)
        person.press("Upload Letters of support", look=False)
    person.press("Move up Two.pdf")
    shown = slot(person, "letters").get_by_role("listitem").all_inner_texts()
    assert ["Two.pdf" in shown[0], "One.pdf" in shown[1]] == [True, True]
    choose(person, "plan", "Better plan.pdf", PLAN)
    person.press("Upload Project plan")
    assert "You removed Plan, “final” 🧓.pdf" in person.text
    person.press("Put it back Plan, “final” 🧓.pdf", look=False)
    assert "You removed Better plan.pdf" in person.text
    choose(person, "plan", "Better plan.pdf", PLAN)
    person.press("Save and continue")  # a chosen file goes with any button
    person.go(f"/applications/{reference}/uploads")
    assert "Better plan.pdf" in slot(person, "plan").inner_text()


def read_by_an_assessor(browser: Browser, service: Service, reference: str) -> None:
    with service.prepared():
        roles = (Role.ASSESSOR,)
        who = accounts.user("Fern Files", ASSESSOR, roles, password=PASSWORD, second_factor=False)
        application = db.session.query(Application).filter_by(reference=reference).one()
        application = applications_loaded(application)
        assignment = assessment.assigned(application, who)
        declare_no_conflict(assignment, actor=accounts.actor_of(who))
    reader = Visitor(browser, service.address, "files-assessor").sign_in(ASSESSOR, PASSWORD)
    reader.go(f"/assess/{reference}")
    assert "Better plan" not in reader.text
    with reader.page.expect_download() as fetched:
        reader.page.get_by_role("link", name="Document 1.pdf").click()
    assert fetched.value.suggested_filename == "Document 1.pdf"
    content = Path(fetched.value.path()).read_bytes()
    assert documents.AUTHOR.encode() not in content and b"Ask Kim" not in content
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert len(opened.pages) == 1
    reader.close()


def applications_loaded(application: Application) -> Application:
    from award.applications.queries.applications import application_for_update

    return application_for_update(application.id)
