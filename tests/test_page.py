"""What is checked of every page would find what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import page, page_rules

GOOD = """<!doctype html><html lang="en"><head><title>Words</title></head><body><main>
<h1>Words &amp; more</h1><table><tr><td>One</td></tr></table><p id="a">{words}</p>
</main></body></html>
"""
WRONG = {
    "an end without a beginning": ("</main>", "</section></main>"),
    "a beginning without an end": ("<h1>", "<div><h1>"),
    "an attribute twice": ('<p id="a">', '<p id="a" id="b">'),
    "a sign that stands for nothing": ("&amp;", "&nothing;"),
    "a table's row in a paragraph": ("{words}", "<tr></tr>"),
}


@pytest.fixture(autouse=True)
def nothing_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(page, "PROVED", tmp_path)
    return tmp_path


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_no_html_is_found_each_time(fault: str) -> None:
    page._prove(GOOD)
    for _ in range(2):
        with pytest.raises(AssertionError, match="not HTML5"):
            page._prove(GOOD.replace(*WRONG[fault]))


@pytest.mark.parametrize("sheet", ["rows", "rows.3fa0", "app", "narrows"])
def test_a_table_to_fill_in_without_its_looks_is_found(sheet: str) -> None:
    head = f'<link rel="stylesheet" href="/static/{sheet}.css"></head>'
    table = '<fieldset class="nhsuk-fieldset app-rows"></fieldset><table>'
    made = GOOD.replace("</head>", head)
    assert not page_rules._without_looks(page._parse(made))
    found = page_rules._without_looks(page._parse(made.replace("<table>", table)))
    assert found is (sheet in ("app", "narrows"))


def test_other_words_are_proved_already(nothing_proved: Path) -> None:
    for words in ("Some", "Others, and <b>more</b>", "Other"):
        page._prove(GOOD.format(words=words))
    assert len([*nothing_proved.iterdir()]) == 2
