"""Addresses are made by what Werkzeug compiles for each rule, once somebody asks for one."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import BuildError, Map, Rule

from award.foundation.routes import LateRule

ROUTES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("/", "start", {}),
    ("/a b/<reference>", "thing", {}),
    ("/rounds/<reference>/<key>.<format>", "file", {}),
    ("/lists/<int(fixed_digits=3):number>/<self>", "numbered", {}),
    ("/pages/", "pages", {"page": 1}),
    ("/pages/<int:page>/", "pages", {}),
)
ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("start", {}),
    ("start", {"q": "ä b", "rule": "1"}),
    ("thing", {"reference": "a/b é"}),
    ("thing", {"reference": "x", "append_unknown": "y", "values": ["1", "2"]}),
    ("thing", {}),
    ("file", {"reference": "R", "key": "shortlist", "format": "csv"}),
    ("numbered", {"number": 7, "self": "me"}),
    ("numbered", {"number": "no number", "self": "me"}),
    ("pages", {"page": 1}),
    ("pages", {"page": 2}),
    ("nothing", {}),
)


def made_by(kind: type[Rule]) -> list[str]:
    """The address of everything asked for, or why there is none."""
    rules = [kind(rule, endpoint=name, defaults=given) for rule, name, given in ROUTES]
    addresses = Map(rules).bind("localhost")
    made = []
    for name, values in ASKED:
        try:
            made.append(addresses.build(name, values))
        except BuildError:
            made.append("none")
        except (TypeError, ValueError) as error:
            made.append(type(error).__name__)
    return made


def test_addresses_are_those_of_any_other_rule() -> None:
    assert made_by(LateRule) == made_by(Rule)
    assert {"/", "none"} < {*made_by(LateRule)}


def test_a_rule_is_compiled_once_and_not_before_its_first_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled: list[str] = []
    usual = Rule._compile_builder

    def counted(rule: Rule, append_unknown: bool = True) -> Any:
        compiled.append(rule.rule)
        return usual(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", counted)
    addresses = Map([LateRule("/a/<x>", endpoint="a"), LateRule("/b", endpoint="b")]).bind("here")
    assert addresses.match("/a/1") == ("a", {"x": "1"})
    with pytest.raises(NotFound):
        addresses.match("/c")
    assert compiled == []
    assert [addresses.build("a", {"x": x}) for x in "12"] == ["/a/1", "/a/2"]
    assert compiled == ["/a/<x>"]


def test_every_route_of_the_service_is_such_a_rule(app: Flask) -> None:
    others = [one.rule for one in app.url_map.iter_rules() if not isinstance(one, LateRule)]
    assert others == ["/static/<path:filename>"], "which Flask adds before anybody can say how"
