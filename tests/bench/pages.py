"""What is measured: the pages that people wait for, each as somebody who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

STAFF, ASSESSOR, NOBODY, VISITOR = "staff", "assessor", "", "visitor"
"""A visitor brings a cookie, and so gets public pages made anew, as whoever comes first does."""


class Page(NamedTuple):
    """`who` signs in; `method` is POST for a download. `goal` is the ratio it should stay under at
    5,000 applications, None where there is none."""

    name: str
    who: str
    path: str
    goal: float | None = None
    method: str = "GET"


def pages(facts: dict[str, Any]) -> Iterator[Page]:
    """`facts` is what `seeding.py` printed about the database."""
    last = max(1, -(-facts["count"] // 50))
    round_ = f"/manage/rounds/{facts['round']}"
    lists = f"{round_}/applications"
    for page in (1, 5, 60):
        deep = min(page, last)
        yield Page(f"shortlist, page {page}", STAFF, f"{round_}/shortlist?page={deep}", 3)
    yield Page("shortlist, text and sort", STAFF, f"{round_}/shortlist?q=night&sort=-title", 3)
    yield Page("staff list", STAFF, lists, 3)
    yield Page("staff list, deep", STAFF, f"{lists}?page={min(60, last)}", 3)
    yield Page("staff list, text", STAFF, f"{lists}?q=night", 3)
    yield Page("manage", STAFF, "/manage", 3)
    yield Page("round overview", STAFF, round_, 5)
    yield Page("application", STAFF, f"/manage/applications/{facts['application']}", 5)
    yield Page("assessors", STAFF, "/manage/assessors")
    yield Page("dashboard", ASSESSOR, "/assess")
    yield Page("desk, to score", ASSESSOR, f"/assess/{facts['to_score']}", 4)
    yield Page("desk, submitted", ASSESSOR, f"/assess/{facts['submitted']}", 4)
    public = {"home": "/", "case studies": "/case-studies"}
    public |= {
        "search": "/case-studies?q=night+visit",
        "case study": f"/case-studies/{facts['slug']}",
    }
    for name, path in public.items():
        yield Page(f"{name}, kept", NOBODY, path, 0.5)
        yield Page(f"{name}, miss", VISITOR, path, 1.5)


def exports(facts: dict[str, Any]) -> Iterator[Page]:
    """Downloads, measured once each, with the memory that they take."""
    for kind in ("csv", "xlsx", "json"):
        path = f"/manage/rounds/{facts['round']}/shortlist.{kind}"
        yield Page(f"export, {kind}", STAFF, path, method="POST")
