from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import UndefinedError, nodes

pytestmark = pytest.mark.any_database

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())

TAKEN_HOME = {"own_data/copy.html"}
"""Read from a folder, where no other file of ours lies."""


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles_and_holds_no_inline_style_or_script(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert " style=" not in source
    assert "<style" not in source or name in TAKEN_HOME
    assert " onclick=" not in source
    assert "|safe" not in source.replace(" ", ""), "mark HTML safe where it is made, in Python"


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_before_an_if_says_where_it_ends(app: Flask, name: str) -> None:
    """`a or b if c else d` is `(a or b) if c else d`, and was meant otherwise: a page of a project
    was called "Taken back" whatever the project was. With brackets around what belongs together
    nobody has to know."""
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    for found in app.jinja_env.parse(source).find_all(nodes.CondExpr):
        assert not isinstance(found.expr1, nodes.Or | nodes.And), f"{name}:{found.lineno}"


def test_a_missing_value_is_an_error_and_not_a_gap(app: Flask) -> None:
    template = app.jinja_env.from_string("{% if row.note %}x{% endif %}{{ row.nothing }}")
    with pytest.raises(UndefinedError):
        template.render(row={})
    with pytest.raises(UndefinedError):
        app.jinja_env.from_string("{% for item in missing %}{% endfor %}").render()
