"""What is checked of every page that a test gets."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.page import Page, text_of

LANDMARKS = {"header", "nav", "main", "footer"}
TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_ROWS_SHEET = re.compile(r"/rows\.(?:\w+\.)?css")
FOCUSABLE = {"input", "select", "textarea", "button", "a", "summary"}
OF_A_PROGRAM = re.compile(r"(?<![\w’'])(None|undefined|Undefined|NaN)(?![\w])")
"""What a program says where it has no value."""


def check_page(page: Page, path: str) -> None:
    """One h1, a title that starts with it, unique ids, labels, CSRF, no inline style or script,
    summary links that reach a control, nothing that reads "None" or "undefined"."""
    where = f"{path} ({page.h1})"
    root = page.root
    headings = page.all("h1")
    assert len(headings) == 1, f"{where}: {len(headings)} h1"
    title = text_of(root.find(".//title"))
    prefix = "Error: " if page.errors else ""
    assert title.startswith(prefix + page.h1[:60]), f"{where}: title {title!r}"

    ids = [item.get("id", "") for item in root.iter() if item.get("id")]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    assert not twice, f"{where}: ids used twice: {twice}"
    by_id = {item.get("id"): item for item in root.iter() if item.get("id")}

    for item in root.iter():
        role = item.get("role")
        assert role != "text", f"{where}: role=text, which there is not"
        assert not (role and item.tag in TABLE), f"{where}: {item.tag} says its role {role!r}"
    body = root.find("body")
    assert body is not None
    stray = " ".join("".join(_outside_landmarks(body)).split())
    assert not stray or page.location, f"{where}: outside every landmark: {stray[:80]!r}"

    labelled = {label.get("for") for label in page.all("label")}
    wrapped = {item for label in page.all("label") if text_of(label) for item in label.iter()}
    for item in root.iter():
        if item.tag not in ("input", "select", "textarea"):
            continue
        if item.get("type") in ("hidden", "submit"):
            continue
        named = item in wrapped or item.get("id") in labelled
        named = named or item.get("aria-label") or item.get("aria-labelledby")
        assert named, f"{where}: no label for {item.get('name')}"
        for described in (item.get("aria-describedby") or "").split():
            assert described in by_id, (
                f"{where}: {item.get('name')} described by missing {described}"
            )

    for form in page.all("form"):
        method = (form.get("method") or "").lower()
        assert method in ("get", "post"), f"{where}: form without a method"
        if method == "post":
            names = {item.get("name") for item in form.iter("input")}
            assert "csrf_token" in names, f"{where}: POST form without CSRF token"

    for item in root.iter():
        assert item.get("style") is None, f"{where}: inline style on {item.tag}"
        assert not [name for name in item.attrib if name.startswith("on")], (
            f"{where}: inline handler"
        )
    assert not page.all("style"), f"{where}: inline stylesheet"
    assert not _without_looks(root), f"{where}: a table to fill in without rows.css"
    policy = page.response.headers["Content-Security-Policy"]
    for script in page.all("script"):
        if script.get("src") is None and script.get("type") != "application/ld+json":
            assert _hash_of(script.text or "") in policy, f"{where}: script without a hash"

    for box in page.all("div"):
        if "nhsuk-error-summary" not in box.get("class", "").split():
            continue
        for link in box.iter("a"):
            if (link.get("href") or "").startswith("/"):
                continue  # what is missing is mended on another page
            target = by_id.get((link.get("href") or "").removeprefix("#"))
            assert target is not None, f"{where}: error link to {link.get('href')}"
            assert target.tag in FOCUSABLE or target.get("tabindex"), (
                f"{where}: can't focus {target}"
            )

    marked = {
        kind
        for box in root.iter()
        if any(item.tag in ("del", "ins") for item in box)
        for kind in [box.get("class", "")]
    }
    assert len(marked) <= 1 and marked <= {"app-text", "app-woven"}, (
        f"{where}: changes and their key are not drawn by one rule: {marked}"
    )

    odd = OF_A_PROGRAM.search(page.text)
    if odd:
        around = page.text[max(0, odd.start() - 40) : odd.end() + 40]
        assert around and "None of" in around, f"{where}: reads {around!r}"


def _without_looks(root: Element) -> bool:
    """It has a table to fill in, and loads nothing of how those look."""
    sheets = " ".join(link.get("href") or "" for link in root.iter("link"))
    drawn = any("app-rows" in item.get("class", "").split() for item in root.iter("fieldset"))
    return drawn and not _ROWS_SHEET.search(sheets)


def _outside_landmarks(item: Element) -> Iterator[str]:
    """Words that those who go from landmark to landmark never meet; the skip link is for them."""
    skipped = item.tag in LANDMARKS | {"script"} or item.get("role") == "region"
    if not skipped and "nhsuk-skip-link" not in item.get("class", ""):
        yield item.text or ""
        for child in item:
            yield from _outside_landmarks(child)
            yield child.tail or ""


def _hash_of(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
