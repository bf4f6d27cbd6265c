"""Whatever stands in any field, no markup of it survives, and programs are told what it says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from award.case_studies.rules import tables, vocabulary
from award.case_studies.rules.fields import ALWAYS, NOT_EDITED, SENTENCES, TEXTS
from tests.build import case_studies as build
from tests.build.full_story import FULL
from tests.client import CheckedClient
from tests.page import Page

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    '"><svg/onload=alert(3)>{{7*7}}<!--'
)
MARKDOWN = f"{HOSTILE}\n\n[x](javascript:alert(4)) ![y](https://evil.example/p.png)"
LIMITS = {"title": 120, "summary": 255, "contact": 255, "organisation_name": 200}


def hostile_rows(key: str) -> list[dict[str, Any]]:
    """Every cell that takes words, as long as it may be; the rest as it should be."""
    made = []
    for row in FULL[key]:
        cells = {"id": row["id"]}
        for column in tables.TABLES[key].columns:
            most = column.max_chars or 2_000
            own = column.of_kind.in_own_words
            if own or column.key in row:
                cells[column.key] = HOSTILE[:most] if own else row[column.key]
        made.append(cells)
    return made


def hostile() -> dict[str, Any]:
    chosen = {*vocabulary.ONE_OF, *vocabulary.LISTS, "region", "organisation_type", "atrs_url"}
    texts = dict.fromkeys(TEXTS, MARKDOWN)
    plain = {
        key: HOSTILE[: LIMITS.get(key, 600)]
        for key in (*ALWAYS, *SENTENCES)
        if key not in {*chosen, *texts, *NOT_EDITED}
    }
    plain["contact"] = f"team@care.example {HOSTILE}"
    return {**FULL, **texts, **plain, **{key: hostile_rows(key) for key in tables.TABLES}}


def unharmed(page: Page) -> None:
    for script in page.all("script"):
        assert "alert" not in (script.text or "") or script.get("type") == "application/ld+json"
    assert not [one for one in page.all("svg") if one.get("onload")]
    assert not page.all("img"), "no picture of the author's"
    for link in page.all("a"):
        assert not (link.get("href") or "").lower().startswith("javascript:")
    assert "{{7*7}}" in page.text and "49" not in page.h1


@pytest.mark.each_database
def test_no_markup_survives(app: Flask, client: CheckedClient) -> None:
    study = build.sent(**hostile())
    client.sign_in(build.lead_of(study))
    unharmed(client.get(f"/my-case-studies/{study.slug}"))
    unharmed(client.get(f"/my-case-studies/{study.slug}/changes"))
    build.made_public(build.agreed(study))
    client.sign_in(None)
    page = client.get(f"/case-studies/{build.again(study).slug}")
    unharmed(page)
    (data,) = [one for one in page.all("script") if one.get("type") == "application/ld+json"]
    assert "<" not in (data.text or "")
    told = json.loads(data.text or "")
    assert (told["@type"], told["headline"]) == ("Article", build.again(study).title)
    (canonical,) = [one.get("href") for one in page.all("link") if one.get("rel") == "canonical"]
    assert canonical == told["url"] and canonical.endswith(study.slug)
    said = {one.get("property"): one.get("content") for one in page.all("meta")}
    assert said["og:title"] == told["headline"] and said["og:url"] == canonical
    unharmed(client.get("/case-studies"))
