"""Whatever a page offers to download is there: every file of every list, as its page asks for it,
for everybody who reads that page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.architecture.conftest import Peopled
from tests.architecture.walking import Browser, Walked, walked

AMONG_EXPORTS = "/exports#"
"""Where a file is waited for that a job writes."""

pytestmark = [pytest.mark.any_database, pytest.mark.long]


@pytest.fixture(autouse=True)
def context() -> None:
    """The walk has a world and a transaction of its own."""


@pytest.fixture(scope="module")
def walk(peopled: Peopled) -> Iterator[Walked]:
    with walked(peopled) as found:
        yield found


def test_every_file_of_every_list_is_there(walk: Walked) -> None:
    asked, missing, had = set[str](), list[str](), set[tuple[str, str]]()
    for endpoint, path, person in walk.places():
        if not path.startswith("/manage") or (endpoint, person) in had:
            continue
        had.add((endpoint, person))
        page = walk.page(path, person)
        for form in page.all("form"):
            if form.get("class") != "app-downloads":
                continue
            values = {item.get("name"): item.get("value", "") for item in form.iter("input")}
            for button in form.iter("button"):
                address = button.get("formaction") or form.get("action") or ""
                browser = Browser(walk.app, walk.world, person)
                with walk.undone():
                    file = browser.post(address, {**values, "csrf_token": browser.token()})
                    file.response.close()
                asked.add(address.rpartition("/")[2])
                if file.status != 200 and not file.location.startswith(AMONG_EXPORTS):
                    missing.append(f"{address} on {path} by {person}: {file.status}")
    assert missing == []
    assert {"crosswalk.csv", "references.csv", "shortlist.xlsx", "people.json"} <= asked
