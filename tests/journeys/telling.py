"""What an editor writes into a case study beside its texts, and what a reader finds of it."""

from __future__ import annotations

import io

from playwright.sync_api import Page

from tests.journeys.visit import Visitor

LOADED = "one => one.complete && one.naturalWidth > 0"
WORDS, SAYS, PICTURE = "I wait until it has seen me sit.", "A tenant of 81", "A lamp above a chair"


def promotes(editor: Visitor, title: str) -> None:
    """From the list of what is funded, past all that would be copied."""
    page = editor.go("/manage/case-studies/to-promote").page
    page.get_by_role("link", name=f"Promote {title}").click()
    editor.look()
    assert "What is never copied" in editor.text
    editor.press("Promote")
    assert "is now a draft case study" in editor.text


def fills_the_tables(editor: Visitor, slug: str) -> None:
    """Each section leads to the next, a day that is none doesn't; the last is seen where it will
    stand."""
    path = f"/manage/case-studies/{slug}"
    page = editor.go(f"{path}/edit/results").page
    _types(page, "results", before="9", after="2", n="14", counted_by="The warden")
    page.locator("[data-rows=results] [data-column=direction]").first.select_option("better")
    editor.save_and_continue().look()
    _types(page, "numbers", figure="2 of 14", what="tenants waited", source="The warden’s list")
    editor.save_and_continue().look()
    _types(page, "quotes", words=WORDS, who=SAYS, consent_by="The tenant", consent_on="31/2/2026")
    editor.save_and_continue().look()
    page.get_by_role("link", name="must be a real date").press("Enter")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("27/3/2026")
    editor.save_and_continue()
    assert page.url.endswith("/edit/effort"), page.url
    editor.go(f"{path}/edit/buyers")
    _types(page, "buyers", answer="Falls were too few to say.")
    editor.save_and_continue().go(f"{path}/pictures")
    page.set_input_files(
        "[name=document]", {"name": "lamp.png", "mimeType": "image/png", "buffer": _picture()}
    )
    page.locator("[name=alt]").fill(PICTURE)
    editor.press("Add picture").go(f"{path}/edit/documents")
    _types(page, "documents", title="The leaflet", address="on request")
    with page.expect_navigation():
        editor.press("Save and preview", look=False)
    assert page.url.endswith(f"{slug}#documents"), page.url
    editor.look()


def reads_them(reader: Visitor) -> None:
    """On a phone: what was learned stands open, and what is folded opens with a key."""
    page = reader.page
    for words in ("2 of 14", WORDS, SAYS, "The warden", "The leaflet: on request"):
        assert words in reader.text, words
    assert "The tenant\n" not in reader.text and "27" not in page.locator(".app-quote").inner_text()
    answer = page.get_by_text("Falls were too few to say.")
    assert not answer.is_visible()
    page.locator("summary", has_text="1 of 12 answered").press("Enter")
    answer.wait_for()
    picture = page.get_by_alt_text(PICTURE)
    picture.scroll_into_view_if_needed()
    page.wait_for_function(LOADED, arg=picture.element_handle())


def _types(page: Page, table: str, **cells: str) -> None:
    row = page.locator(f"[data-rows={table}] tbody tr").first
    for column, text in cells.items():
        row.locator(f"[data-column={column}]").fill(text)


def _picture() -> bytes:
    from PIL import Image

    kept = io.BytesIO()
    Image.new("RGB", (900, 600), (180, 150, 90)).save(kept, "PNG")
    return kept.getvalue()
