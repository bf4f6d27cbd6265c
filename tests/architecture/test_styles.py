"""A class that a stylesheet has rules for is used on pages that load it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tests.architecture.test_templates import NAMES, TEMPLATES

STATIC = TEMPLATES.parent / "award" / "static"
MACRO = re.compile(r"\{%-? macro (\w+)\(.*?endmacro", re.S)
FROM = re.compile(r'\{%-? from "([^"]+)" import ([\w, ]+?)(?: with context)? -?%\}')
WHOLE = re.compile(r'\{%-? (?:extends|include) "([^"]+)"')
CLASSES = re.compile(r'class="([^"]*)"')
OURS = re.compile(r"(?<![\w-])app-[\w-]+(?![\w{-])")
LOADED = re.compile(r'"static", filename="(\w+\.css)"')
RULES = {
    path.name: set(re.findall(r"\.(app-[\w-]+)", path.read_text(encoding="utf-8")))
    for path in STATIC.glob("*.css")
}


@cache
def source(name: str) -> str:
    """Without remarks; nothing of the design system's own."""
    if name not in NAMES:
        return ""
    return re.sub(r"\{#.*?#\}", "", (TEMPLATES / name).read_text(encoding="utf-8"), flags=re.S)


@cache
def macros(name: str) -> dict[str, str]:
    return {found[1]: found[0] for found in MACRO.finditer(source(name))}


def drawn(name: str, macro: str, seen: set[tuple[str, str]]) -> Iterator[str]:
    """The macro's text, and that of those that it calls."""
    text = macros(name).get(macro)
    if text is None or (name, macro) in seen:
        return
    seen.add((name, macro))
    yield text
    called = set(re.findall(r"(\w+)\(", text))
    for other in called & {*macros(name)}:
        yield from drawn(name, other, seen)
    yield from imported(source(name), seen, called)


def imported(text: str, seen: set[tuple[str, str]], called: set[str]) -> Iterator[str]:
    for name, macros_ in FROM.findall(text):
        for macro in {one.strip() for one in macros_.split(",")} & called:
            yield from drawn(name, macro, seen)


def whole(name: str, seen: set[tuple[str, str]]) -> Iterator[str]:
    """What a page is made of: its own text, what it stands in, what it includes and calls."""
    text = MACRO.sub("", source(name))
    yield text
    called = set(re.findall(r"(\w+)\(", text))
    for macro in called & {*macros(name)}:
        yield from drawn(name, macro, seen)
    yield from imported(source(name), seen, called)
    for other in WHOLE.findall(source(name)):
        yield from whole(other, seen)


def test_a_page_loads_the_rules_of_its_classes() -> None:
    """Names of another chapter's parts have no look there, or one that was meant for others."""
    everywhere, ruled = RULES["app.css"], set().union(*RULES.values())
    missing = list[tuple[str, str]]()
    for name in NAMES:
        if not name.endswith(".html") or "{% extends" not in source(name):
            continue
        parts = list(whole(name, set()))
        loaded = set().union(
            *(RULES.get(css, set()) for part in parts for css in LOADED.findall(part))
        )
        used = {
            one for part in parts for words in CLASSES.findall(part) for one in OURS.findall(words)
        }
        if not name.rpartition("/")[2].startswith("_"):
            missing += [(name, one) for one in sorted((used & ruled) - everywhere - loaded)]
    assert missing == []
