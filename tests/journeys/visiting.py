"""What a visitor of the collection does: finds, compares, asks its team and follows a search."""

from __future__ import annotations

import re

from tests.journeys.conftest import Service
from tests.journeys.keys import Keyboard
from tests.journeys.visit import Visitor

TOLD = "A voice in the hall that says when to sit down"
"""The case study that has a team to ask: ANSWERS leads it."""
ANSWERS, ASKER = "lena.answers@journey.example", "ada.asker@journey.example"
QUESTION = "How long did it take until night staff trusted it?"
WHERE = ".app-facet:has([name=setting]) > summary"


def link_in(letter: str, beginning: str) -> str:
    found = re.search(rf"https?://\S+{re.escape(beginning)}\S+", letter)
    assert found is not None, letter
    return found[0]


def send(person: Visitor) -> Visitor:
    """The button of the page's own form."""
    with person.page.expect_navigation():
        person.page.locator("main form[method=post] button[type=submit]").last.click()
    return person.look()


def searches(visitor: Visitor) -> None:
    """With a slip of the finger, by keyboard: narrowed, widened, and to nothing and back."""
    page, keys = visitor.go("/").press("All case studies").page, Keyboard(visitor)
    keys.write("#q", "demenita").press("form[role=search] button")
    assert "this is what “dementia” finds" in visitor.text
    found = how_many(visitor)
    keys.press_in_page(".app-facets__summary").press_in_page(WHERE)
    keys.tick("[name=setting][value=nursing_home]").press(".app-facets button")
    assert 0 < how_many(visitor) < found
    page.get_by_role("list", name="Remove a filter").get_by_role("link", name="Nursing").click()
    visitor.look()
    assert how_many(visitor) == found

    page.locator(".app-facets__summary").click()
    page.locator(WHERE).click()
    page.locator("[name=setting][value=nursing_home]").check(force=True)
    page.locator(".app-facet:has([name=people]) > summary").click()
    page.locator("[name=people][value=older_people]").check(force=True)
    visitor.press("Apply filters")
    page.locator("#q").fill("radar hallway")
    visitor.press("Search")
    assert how_many(visitor) == 0
    assert "Nothing fits the filters as well" in visitor.text
    page.get_by_role("link", name="without “").first.click()
    visitor.look()
    assert "Radar in the hallway" in visitor.text


def how_many(visitor: Visitor) -> int:
    return int(visitor.page.locator(".app-found h2").first.inner_text().split()[0])


def looks_where_it_was_tried(visitor: Visitor) -> None:
    """The grid, which is a list on a phone, and one field of it."""
    page = visitor.go("/", look=False).press("What has been tried, and where").page
    row = page.locator(".app-tried__narrow details").filter(
        has=page.locator("[href*='falls/residential_home'], [href*='problem=falls']")
    )
    row.locator("summary").click()
    row.locator("a[href*=residential_home]").click()
    visitor.look()
    assert "Bed edge alarms that nobody answered" in visitor.text
    assert "What got better" in visitor.text


def compares(visitor: Visitor) -> None:
    """Straight from the field of the grid."""
    page, keys = visitor.page, Keyboard(visitor)
    for title in (TOLD, "Bed edge alarms"):
        box = page.get_by_label(f"Compare {title}").get_attribute("id")
        keys.tick(f"#{box}")
    visitor.press("Compare those ticked")
    assert visitor.h1 == "Compare 2 case studies" and "Not said" in visitor.text
    with page.expect_download() as taken:
        visitor.control("Take it away as CSV").click()
    rows = taken.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert TOLD in rows[0] and "Bed edge alarms" in rows[0]


def asks(visitor: Visitor, service: Service, slug: str) -> None:
    page = visitor.press(TOLD).page
    assert page.locator("main h2").first.inner_text() == "The problem to be solved"
    visitor.press("Ask the project team")
    page.locator("[name=question]").fill(QUESTION)
    page.locator("[name=name]").fill("Ada Okafor")
    page.locator("[name=email]").fill(ASKER)
    page.locator("[name=stands]").first.check(force=True)
    assert "Confirm your email address" in send(visitor).text
    (letter,) = service.letters_to(ASKER, containing="/asked/")
    assert QUESTION not in letter
    visitor.go(link_in(letter, "/asked/")).press("Confirm and send")
    (relayed,) = service.letters_to(ANSWERS, containing=QUESTION)
    assert ASKER not in relayed and f"/my-case-studies/{slug}" in relayed


def follows_without_script(visitor: Visitor, service: Service) -> None:
    """Compared and followed by forms alone; the address that the letter confirms is let go."""
    page = visitor.go("/case-studies?q=falls&problem=falls").page
    for number in (0, 1):
        page.locator("[name=study]").nth(number).check(force=True)
    visitor.press("Compare those ticked")
    assert visitor.h1 == "Compare 2 case studies"
    visitor.go("/case-studies?q=falls&setting=extra_care").press("by email")
    page.locator("[name=email]").fill(ASKER)
    assert ASKER in send(visitor).text
    (letter,) = service.letters_to(ASKER, containing="/following/")
    send(visitor.go(link_in(letter, "/following/")))
    assert "falls" in visitor.text
    page.locator("main a[href$='/end']").first.click()
    send(visitor.look())
    assert "You follow this search no more" in visitor.text
    over = page.goto(link_in(letter, "/following/"))
    assert over is not None and over.status == 410
    visitor.look()
