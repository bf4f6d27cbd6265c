"""How templates behave: where they come from, what they can call, and that nothing goes missing.

Templates of this project come first, then those of the NHS design system under `nhsuk/`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any, Final, NoReturn

from flask import Flask
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, PackageLoader

from award.design import addresses, answers, formatters, forms, tables, widgets

DEFAULT_SERVICE_NAME: Final = "AI in Health and Care Award"


class LoudUndefined(ChainableUndefined):
    """A missing value: falsy and chainable, so `{% if row.note.text %}` is safe, but it refuses
    to be printed, iterated or formatted, so a typing mistake is an error and not a blank.

    The NHS templates lean on the first half: nearly every parameter of theirs is optional.
    """

    __slots__ = ()

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._fail_with_undefined_error()

    __str__ = __html__ = __iter__ = __contains__ = __format__ = _refuse


def _inline_script_hashes() -> tuple[str, ...]:
    """CSP sources for the script that stands in each page, which is that of the NHS page template:
    computed, so that no change of it can leave a stale hash behind."""
    page = Path(__file__).parents[2] / "templates/base.html"
    scripts = re.findall(r"<script>(.*?)</script>", page.read_text("utf-8"), re.DOTALL)
    return tuple(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in scripts
    )


INLINE_SCRIPT_HASHES: Final = _inline_script_hashes()


def autoescape(name: str | None) -> bool:
    """Everything is HTML, the `.jinja` files of the NHS templates included, except plain text."""
    return name is None or not name.endswith((".txt", ".typ"))


def init_app(app: Flask) -> None:
    """Set up the app's Jinja environment. Call once, before the first template is rendered."""
    app.config.setdefault("SERVICE_NAME", DEFAULT_SERVICE_NAME)
    app.config.setdefault("SHOW_NHS_LOGO", False)
    app.config.setdefault("DEMONSTRATION", False)

    addresses.init_app(app)
    env = app.jinja_env
    own: list[BaseLoader] = [env.loader] if env.loader else []
    env.loader = ChoiceLoader([*own, PackageLoader("nhsuk_frontend_jinja")])
    env.undefined = LoudUndefined
    env.autoescape = autoescape
    env.cache = {}  # all templates: they are more than Jinja keeps unless told
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.filters.update(formatters.FILTERS)
    env.tests["long_worded"] = formatters.long_worded
    env.globals.update(
        data_table=tables.data_table,
        draw_answer=answers.draw_answer,
        draw_folded=answers.draw_folded,
        draw_read=answers.draw_read,
        draw_reads=answers.draw_reads,
        draw_renewing=answers.draw_renewing,
        render_field=widgets.render_field,
        error_list=forms.every_error,
        service_name=app.config["SERVICE_NAME"],
    )
