"""A list is a `ListView`, and nothing else searches, filters, sorts or pages (ADR 19)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import award

ROOT = Path(award.__file__).parent
TEMPLATES = ROOT.parent / "templates"

READERS = {"foundation/tables.py"}
"""What reads what an address asks of a list."""
PAGERS = {
    "foundation/paging.py",
    "assessment/queries/list_reads.py",  # statements made once, for what a `View` asks
    "assessment/queries/worklist.py",
    "decisions/queries/kept_reads.py",
}
"""What cuts a page out of a statement."""
DRAWERS = {"design/lists.py", "design/pagination.py"}
"""What draws the numbers of pages."""
SEARCHES = {"macros/list.html", "case_studies/_facets.html"}
"""Templates with a form that asks something of a list: the second of `COLLECTION`."""
ARGUMENTS = {"q", "page", "sort", "columns", "before", "offset", "per_page"}
ASKED = {"args", "values"}


def faults(where: str, source: str) -> Iterator[str]:
    """What in a module does a list's work."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript):
            read, argument = node.value, node.slice
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "offset" and where not in PAGERS:
                yield f"{where}:{node.lineno} pages by itself"
            read, argument = node.func.value, node.args[0] if node.args else None
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in {"pages", "page_numbers"} and where not in DRAWERS:
                yield f"{where}:{node.lineno} draws pages by itself"
            continue
        else:
            continue
        asked = isinstance(read, ast.Attribute) and read.attr in ASKED
        named = isinstance(argument, ast.Constant) and argument.value in ARGUMENTS
        if asked and named and where not in READERS:
            yield f"{where}:{node.lineno} reads ?{argument.value}= by itself"  # type: ignore[union-attr]


def test_nothing_but_a_list_searches_sorts_or_pages() -> None:
    found = [
        fault
        for path in sorted(ROOT.rglob("*.py"))
        for fault in faults(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_other_template_asks_something_of_a_list() -> None:
    asks = re.compile(r'role="search"|name="(?:q|sort|columns)"|[?&](?:page|sort)=')
    found = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if asks.search(path.read_text(encoding="utf-8"))
    }
    assert found == SEARCHES


def test_what_does_so_is_found() -> None:
    planted = """
def index():
    found = select(Thing).where(Thing.name == request.args.get("q")).offset(50)
    number = request.values["page"]
    return pages(number, 7, href)
"""
    found = sorted(fault.partition(" ")[2] for fault in faults("rounds/views/toy.py", planted))
    assert found == [
        "draws pages by itself",
        "pages by itself",
        "reads ?page= by itself",
        "reads ?q= by itself",
    ]
