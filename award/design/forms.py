"""The base of our forms, and the list of what is wrong with any WTForms form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import wtforms
from wtforms import Field, FieldList, FormField, HiddenField
from wtforms.form import BaseForm

if TYPE_CHECKING:

    class FlaskForm(wtforms.Form):
        """What we use of it: Flask-WTF has no types."""

        def __init__(self, formdata: Any = ..., **kw: Any) -> None: ...
        def is_submitted(self) -> bool: ...
        def validate_on_submit(self, extra_validators: Any = None) -> bool: ...
        def hidden_tag(self, *fields: Any) -> str: ...

else:
    from flask_wtf import FlaskForm

MAIN_CONTENT = "#maincontent"
EXPIRED = "This page was open for too long. Check your answers and send them again"


class Problem(NamedTuple):
    """One line of the error summary: what is wrong, and the input to go to."""

    text: str
    href: str


class Form(FlaskForm):
    """The base of every form here: CSRF on, and errors that link to their inputs.

    `elsewhere` tells where inputs are that other pages hold: the start of their name → the
    address of the page, or a field of this form that answers for them ("#budget_gbp").
    """

    elsewhere: Mapping[str, str] = {}

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.linked: list[Problem] = []

    def error_list(self) -> list[Problem]:
        """What the error summary shows, in the order of the fields."""
        return error_list(self)

    def add_refusal(self, message: str, field: str | None = None) -> None:
        """Show why a service refused: on the named field if it is ours, with a link to it if
        another page holds it, otherwise on the form."""
        if field is not None and field in self:
            self[field].errors = [*self[field].errors, message]
            return
        starts = [at for name, at in self.elsewhere.items() if field and field.startswith(name)]
        page = starts[0] if starts else ""
        if page.startswith("#"):
            self.add_refusal(message, page.removeprefix("#"))
        elif page:
            self.linked.append(Problem(message, f"{page}#{field}"))
        else:
            self.form_errors.append(message)


def error_list(form: BaseForm) -> list[Problem]:
    """Each error with a link to the first input of its field that is wrong.

    Works on any WTForms form, Flask-Security's included. An error of the whole form comes first
    and leads to the first field, or to the page where there is none to fill in.
    """
    start = next((_href(field) for field in _leaves(form) if not _hidden(field)), MAIN_CONTENT)
    problems = [Problem(str(message), start) for message in form.form_errors]
    problems += getattr(form, "linked", [])
    return list(dict.fromkeys([*problems, *_problems(form)]))


def messages(field: Field) -> list[str]:
    """A field's own errors as text, each once; not those of fields inside it."""
    own = (e for e in field.errors or () if e and not isinstance(e, (list, tuple, dict)))
    return list(dict.fromkeys(str(e) for e in own))


def focus_id(field: Field) -> str:
    """The id of the input to focus: the wrong part of a date, the first of a set of radios."""
    return str(getattr(field, "focus_id", field.id))


def _problems(fields: Iterable[Field]) -> Iterator[Problem]:
    for field in fields:
        if isinstance(field, FormField):
            yield from _problems(field.form)
            continue
        href = next((_href(leaf) for leaf in _leaves([field])), MAIN_CONTENT)
        for message in messages(field):
            yield Problem(EXPIRED if field.type == "CSRFTokenField" else message, href)
        if isinstance(field, FieldList):
            yield from _problems(field.entries)


def _leaves(fields: Iterable[Field]) -> Iterator[Field]:
    """Every field that has inputs of its own, those inside rows and tables too."""
    for field in fields:
        if isinstance(field, FormField):
            yield from _leaves(field.form)
        elif isinstance(field, FieldList):
            yield from _leaves(field.entries)
        else:
            yield field


def _hidden(field: Field) -> bool:
    return isinstance(field, HiddenField)


def _href(field: Field) -> str:
    return MAIN_CONTENT if _hidden(field) else f"#{focus_id(field)}"
