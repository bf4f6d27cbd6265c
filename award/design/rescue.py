"""What was typed into any form survives whatever happens to the request.

Every form here carries, in one hidden input, who it was drawn for and the words beside its boxes
(`Form.hidden_tag`). When the request fails (signed out, stale token, refused, not there any more, a
broken disk), the page that follows shows each text under its words, to copy, and where trying
again can help it offers to send all of it on. Nothing is looked up for that: the database may be
what failed, and words would tell a stranger which things exist. The words are signed, so that
nobody can put theirs over a page of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import BooleanField, Field, SelectField

from award.design.fields import ChoiceField
from award.design.leaves import hidden, leaves
from award.foundation.web import current_actor

IN_WORDS = "in_words"
MOST_OPTIONS = 100
TOO_LARGE_TO_SHOW = 20_000_000
"""Bytes of a form that is refused as too large, but still read to give its words back."""
_OURS = re.compile(
    r"(csrf_token|in_words|about_nobody|looked|then|next|scripted|version|shown|choosing|references|table|page_heard|base(_.*)?|rows_.*)"
)
_SECRET = re.compile(r".*password.*|code|token|secret")


@dataclass(frozen=True)
class Rescued:
    """`about` is the thing's reference and title, as the page had them ("" when it didn't say);
    `typed` what was sent, under the words beside each field; `inputs` all that the form sent, to
    be sent on; `person` whom its page was drawn for, if a page of ours sent it at all."""

    about: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[tuple[str, str], ...] = ()
    ours: bool = False
    person: int | None = None


def carried(about: str, fields: Mapping[str, str], person: int | None = None) -> str:
    """Reference and title, words by field name, and for whom: as the hidden input holds them."""
    return str(_signer().dumps({"about": about, "fields": dict(fields), "person": person}))


def in_words(form: Iterable[Field], called: Mapping[str, str] | None = None) -> dict[str, str]:
    """What each field that a person fills in is called, by its name; nobody's password. `called`
    has better words than the labels, and those of fields that another form of the page holds. What
    a chosen value is called stands under "name=value"."""
    unseen = ("CSRFTokenField", "SubmitField", "PasswordField", "FileField")
    seen = (field for field in leaves(form) if not hidden(field) and field.type not in unseen)
    found = {}
    for box in seen:
        found[box.name] = _numbered(box)
        for value, label in options_of(box):
            found[f"{box.name}={value}"] = label
    return found | dict(called or {})


def options_of(box: Field) -> list[tuple[str, str]]:
    """What a box can send without a person having typed it, with the words that they chose. Of more
    than can travel along, none."""
    if isinstance(box, ChoiceField):
        found = [(str(option.value), str(option.label)) for option in box.options()]
    elif isinstance(box, SelectField):
        found = [(str(value), str(label)) for value, label, *_ in box.iter_choices() if value]
    else:
        found = [("y", "Ticked")] if isinstance(box, BooleanField) else []
    return found if len(found) <= MOST_OPTIONS else []


def _numbered(field: Field) -> str:
    """The label; in a list of rows with the number of the row."""
    row = next((part for part in field.name.split("-") if part.isdecimal()), None)
    words = " ".join(str(field.label.text).split())
    return words if row is None else f"{int(row) + 1}. {words}"


def hidden_input(about: str, words: Mapping[str, str], *, answers: bool = False) -> Markup:
    """What goes with a form, and lets the page's script know whose it is, and whether its boxes
    show what this very request sent."""
    if not words:
        return Markup("")
    person = current_actor().user_id
    return Markup('<input type="hidden" name="{}" value="{}" data-person="{}"{}>').format(
        IN_WORDS,
        carried(about, words, person),
        _signer().dumps(person)[-16:],
        Markup(" data-answers") if answers else "",
    )


def sent() -> Rescued:
    """What this request sent that a person typed or chose; nothing of a page that was asked for."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return Rescued()
    try:
        form = request.form
    except RequestEntityTooLarge:
        request.max_content_length = request.max_form_memory_size = TOO_LARGE_TO_SHOW
        try:
            form = request.form
        except RequestEntityTooLarge:
            return Rescued()
    return rescued(form)


def rescued(form: MultiDict[str, str]) -> Rescued:
    """Every answer that a person gave, in the order sent. A field that the page had no words for
    goes by its own name. A name's part after "-" is one of several boxes of the same answer."""
    about, words, person = _read(form.get(IN_WORDS, ""))
    found: dict[str, list[str]] = {}
    for name, values in form.lists():
        if (words is None and _OURS.fullmatch(name)) or _SECRET.fullmatch(name):
            continue
        called = _called(name, words or {})
        if called is None and words is not None:
            continue
        plain = name.partition("-")[0].replace("_", " ").capitalize()
        found.setdefault(called or plain, []).extend(
            (words or {}).get(f"{name}={value}", value) for value in values if value.strip()
        )
    secret = any(_SECRET.fullmatch(name) for name in form if name != "csrf_token")
    inputs = () if secret else tuple((k, v) for k, v in form.items(multi=True) if k != "csrf_token")
    typed = {called: ", ".join(texts) for called, texts in found.items() if texts}
    return Rescued(about, typed, inputs, words is not None, person)


def can_be_sent_on(status: int, *, stale: bool) -> Rescued:
    """What was sent; without its `inputs` where sending again would be no use, or where a page of
    another site may have put them together. Only the token rules that out, or for a stale one that
    the page was drawn for the person who asks now."""
    found = sent()
    if status in (429, 500, 502, 503) or (stale and found.ours and _for_this(found.person)):
        return found
    return replace(found, inputs=())


def _for_this(person: int | None) -> bool:
    """A page sent by somebody signed out may be theirs: they sign in, and are asked again."""
    return current_actor().is_anonymous or person == current_actor().user_id


def _called(name: str, words: Mapping[str, str]) -> str | None:
    while name:
        if name in words:
            return words[name]
        name = name.rpartition("-")[0]
    return None


def _read(text: str) -> tuple[str, dict[str, str] | None, int | None]:
    """Reference and title, words by field name, and for whom; nothing from what we did not sign."""
    try:
        found = _signer().loads(text)
    except BadSignature:
        return "", None, None
    return found["about"], found["fields"], found["person"]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="words of a form")
