"""Rules of addresses that are compiled once an address is made of them.

Werkzeug writes and compiles two functions for each rule as it is added, which make its address:
four hundred rules are a tenth of a start, and a command or a worker makes a handful of addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from flask import Flask
from werkzeug.routing import Rule


class LateRule(Rule):
    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(partial(super()._compile_builder, append_unknown))

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            return compiled()(rule, **values)

        return build


def init_app(app: Flask) -> None:
    """Before any rule is added."""
    app.url_rule_class = LateRule
