"""The base of our forms, and the list of what is wrong with any WTForms form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import wtforms
from markupsafe import Markup
from wtforms import Field, FieldList, FormField, HiddenField
from wtforms.form import BaseForm

from award.design import asking, rescue
from award.design.leaves import hidden, leaves
from award.foundation.edits import Changes, Telling, changes, marks_shown, read_marks
from award.foundation.errors import Asked, Ticks

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


class ErrorLink(NamedTuple):
    """One line of the error summary: what is wrong, and the input to go to."""

    text: str
    href: str


class OurWords:
    """For what the library says by itself, and has no words for people who fill in forms."""

    said: ClassVar[Mapping[str, str]] = {
        "Not a valid choice.": "Choose one of these",
        "Invalid Choice: could not coerce.": "Choose one of these",
    }

    def gettext(self, text: str) -> str:
        return self.said.get(text, text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return singular if n == 1 else plural


class Form(FlaskForm):
    """The base of every form here: CSRF on, and errors that link to their inputs.

    `elsewhere` tells where inputs are that other pages hold: the start of their name → the
    address of the page, or a field of this form that answers for them ("#budget_gbp").
    """

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> OurWords:
            return OurWords()

    elsewhere: Mapping[str, str] = {}
    about = ""
    """The reference and title of what it is about, for `award.design.rescue`."""
    asked_beside: Mapping[str, asking.Question] = {}
    """What is asked beside a box, where it isn't whether its words tell who assesses."""
    called: Mapping[str, str] | None = None
    """Words by field name, where the labels are too long or say too little by themselves."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.linked: list[ErrorLink] = []
        self.refused: list[str] = []
        ticked = asking.said(self)
        for box in {box for box, _words in ticked}:
            asking.put_beside(self, box, [words for at, words in ticked if at == box])

    def hidden_tag(self, *fields: Any) -> Markup:
        """The hidden inputs, and with them what keeps the typed ones: `award.design.rescue`."""
        tag = Markup(super().hidden_tag(*fields))
        return tag + rescue.hidden_input(self.about, self.words(), answers=self._shows_what_came())

    def _shows_what_came(self) -> bool:
        """Does it stand on the answer to its own post, with what was typed in its boxes? On a page
        of several forms only one of them does."""
        return self.is_submitted() and any(
            field.raw_data for field in leaves(self) if not hidden(field)
        )

    @property
    def typed_in(self) -> bool:
        """Was anything written or chosen in its boxes on the page that sent this, whichever button
        was pressed? Where it was another form's, the page is drawn again with it."""
        shown = (field for field in leaves(self) if not hidden(field))
        return self.is_submitted() and any(
            str(text).strip() not in ("", str(field.object_data))
            for field in shown
            for text in field.raw_data or ()
        )

    def words(self) -> dict[str, str]:
        """What each box of its page is called, by name."""
        return rescue.in_words(self, self.called)

    def error_list(self) -> list[ErrorLink]:
        """What the error summary shows, in the order of the fields."""
        return error_list(self)

    def first_refusal(self, otherwise: str) -> str:
        """Why the service refused it: for the page that follows where the form has no place. What
        is wrong with the boxes doesn't matter there any more."""
        return next(iter(self.refused), otherwise)

    def add_refusal(self, message: str, field: str | None = None) -> None:
        """Show why a service refused: on the named field if it is ours, with a link to it if
        another page holds it, otherwise on the form."""
        self.refused.append(message)
        self._show_refusal(message, field)

    def put_question(self, asked: Asked) -> None:
        """Beside the box that it is about, if that is ours."""
        box = asked.field or ""
        if box in self:
            asking.put_beside(self, box, asked.words)

    @property
    def ticked_beside(self) -> Ticks:
        """What was ticked of what is asked beside boxes."""
        return asking.said(self)

    @property
    def about_nobody(self) -> Ticks:
        """Words of which whoever typed them has said that they are about no assessor, by box."""
        return asking.said(self)

    def _show_refusal(self, message: str, field: str | None) -> None:
        if field is not None and field in self:
            self[field].errors = [*self[field].errors, message]
            return
        starts = [at for name, at in self.elsewhere.items() if field and field.startswith(name)]
        page = starts[0] if starts else ""
        if page.startswith("#"):
            self._show_refusal(message, page.removeprefix("#"))
        elif page:
            self.linked.append(ErrorLink(message, f"{page}#{field}"))
        else:
            self.form_errors.append(message)


class ShownForm(Form):
    """A form that acts on what its page showed: it carries the marks of that, and the service asks
    again when they don't fit any more (`award.foundation.edits.still_as_shown`)."""

    shown = HiddenField()
    since_shown: Changes = Changes()
    """What the page that was sent showed otherwise."""

    def show(self, values: Mapping[str, Any], telling: Telling | None = None) -> None:
        """What the page that is drawn now shows. One that was sent with something else on it tells
        what has changed, whyever it is drawn again."""
        if telling is not None and self.is_submitted():
            self.since_shown = changes(self.marks, values, telling)
        self.shown.data = json.dumps(marks_shown(values), separators=(",", ":"))

    @property
    def marks(self) -> dict[str, str]:
        """Those of the page that was sent; none when it had none, so that everything differs."""
        return read_marks(self.shown.data)


def error_list(form: BaseForm) -> list[ErrorLink]:
    """Each error with a link to the first input of its field that is wrong.

    Works on any WTForms form, Flask-Security's included. An error of the whole form comes first
    and leads to the first field, or to the page where there is none to fill in.
    """
    start = next((_href(field) for field in leaves(form) if not hidden(field)), MAIN_CONTENT)
    problems = [ErrorLink(str(message), start) for message in form.form_errors]
    problems += getattr(form, "linked", [])
    return list(dict.fromkeys([*problems, *_problems(form)]))


def every_error(form: BaseForm) -> list[ErrorLink]:
    """What the summary of a page with this form shows."""
    return form.error_list() if isinstance(form, Form) else error_list(form)


def messages(field: Field) -> list[str]:
    """A field's own errors as text, each once; not those of fields inside it."""
    own = (e for e in field.errors or () if e and not isinstance(e, (list, tuple, dict)))
    return list(dict.fromkeys(str(e) for e in own))


def focus_id(field: Field) -> str:
    """The id of the input to focus: the wrong part of a date, the first of a set of radios."""
    return str(getattr(field, "focus_id", field.id))


def _problems(fields: Iterable[Field]) -> Iterator[ErrorLink]:
    for field in fields:
        if isinstance(field, FormField):
            yield from _problems(field.form)
            continue
        href = next((_href(leaf) for leaf in leaves([field])), MAIN_CONTENT)
        for message in messages(field):
            yield ErrorLink(EXPIRED if field.type == "CSRFTokenField" else message, href)
        for message, at in getattr(field, "cell_errors", ()):
            yield ErrorLink(message, f"#{at}")
        if isinstance(field, FieldList):
            yield from _problems(field.entries)


def _href(field: Field) -> str:
    return MAIN_CONTENT if hidden(field) else f"#{focus_id(field)}"
