"""No line of an email runs on into the next, whatever the email has to say.

Jinja trims what stands around its tags, so that a tag in the wrong shape joins two lines. Here
every `{% if %}` of a template goes both ways, with each line's end marked.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest
from flask import Flask
from jinja2 import nodes

from config import ROOT

LETTERS = sorted(
    path
    for folder in (ROOT / "templates" / "email", ROOT / "templates" / "security" / "email")
    for path in folder.glob("*.txt")
)
END = "\u21b5"
AT_MOST = 10
"""Conditions of one template that are tried in every combination; later ones one at a time."""

_TAGS_AT_END = re.compile(r"(?:\{%(?:(?!%\}).)*%\}|\{#.*?#\})*$")


class Words(jinja2.Undefined):
    """A value that nobody gave: has every attribute and every item, and reads as a word."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def _same(self, *_given: Any, **_named: Any) -> Words:
        return self

    def _true(self, *_given: Any) -> bool:
        return True

    __getitem__ = __call__ = __add__ = _same  # type: ignore[assignment]
    __gt__ = __contains__ = __bool__ = _true  # type: ignore[assignment]

    def __iter__(self) -> Iterator[Words]:
        return iter([Words(), Words()])

    def __len__(self) -> int:
        return 2

    def __str__(self) -> str:
        return "words"


def marked(source: str) -> str:
    """The template with a mark where each line of words ends."""
    lines = []
    for line in source.split("\n"):
        words = _TAGS_AT_END.sub("", line)
        lines.append(f"{words}{END}{line[len(words) :]}" if words.strip() else line)
    return "\n".join(lines)


def letters(app: Flask, source: str) -> list[str]:
    """What the template comes to, each condition going both ways."""
    env = app.jinja_env.overlay(undefined=Words, autoescape=False)
    env.filters = dict.fromkeys(env.filters, lambda *_given, **_named: Words())
    env.globals = {}
    tree = env.parse(source)
    tests = list(tree.find_all(nodes.If))
    for number, branch in enumerate(tests):
        branch.test = nodes.Name(f"way_{number}", "load")
    tree.set_environment(env)
    template = jinja2.Template.from_code(env, env.compile(tree), {})
    names = [f"way_{number}" for number in range(len(tests))]
    ways: list[tuple[bool, ...]]
    if len(names) <= AT_MOST:
        ways = list(itertools.product((True, False), repeat=len(names)))
    else:
        ways = [tuple(other == one for other in names) for one in names]
        ways += [tuple(other != one for other in names) for one in names]
    return [template.render(dict(zip(names, way, strict=True))) for way in ways]


def running_on(text: str) -> list[str]:
    """Where the end of a line is followed by words; a space says that this was meant."""
    return [found.group() for found in re.finditer(rf".{{0,40}}{END}(?=[^\s{END}]).{{0,40}}", text)]


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_no_line_of_a_letter_runs_on(app: Flask, path: Path) -> None:
    source = marked(path.read_text(encoding="utf-8"))
    found = {line for letter in letters(app, source) for line in running_on(letter)}
    assert found == set()


def test_a_line_that_runs_on_is_found(app: Flask) -> None:
    source = (
        "Round: {{ round }}\n{%- if number %}\nNumber: {{ number }}\n{%- endif %}\nReceived: x\n"
    )
    found = {line for letter in letters(app, marked(source)) for line in running_on(letter)}
    assert any("Received" in line for line in found)
