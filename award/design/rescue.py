"""What was sent and can't be saved, to be shown again for copying.

The form carries the words of its own page in a hidden input (`macros/rescue.html`). Looking them up
would tell a stranger which things exist. They are signed: nobody can put words of theirs over a
page of ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict

IN_WORDS = "in_words"


@dataclass(frozen=True)
class Rescued:
    """`about` is the thing's reference and title, as the page had them ("" when it didn't say);
    `typed` what was sent, under the words beside each field."""

    about: str
    typed: Mapping[str, str]


def carried(about: str, fields: Mapping[str, str]) -> str:
    """Reference and title, and words by field name, as the hidden input holds them."""
    return str(_signer().dumps({"about": about, "fields": dict(fields)}))


def rescued(form: MultiDict[str, str], prefixes: Sequence[str]) -> Rescued:
    """Every answer in a field whose name begins with one of `prefixes`, in the order sent.

    A field that the page had no words for goes by its own name. A name's part after "-" is one
    of several boxes of the same answer.
    """
    about, words = _read(form.get(IN_WORDS, ""))
    found: dict[str, list[str]] = {}
    for name, values in form.lists():
        prefix = next((each for each in prefixes if name.startswith(each)), None)
        if prefix is not None:
            field = name.partition("-")[0]
            called = words.get(field) or field.replace("_", " ").capitalize()
            found.setdefault(called, []).extend(value for value in values if value.strip())
    return Rescued(about, {called: ", ".join(texts) for called, texts in found.items() if texts})


def _read(text: str) -> tuple[str, dict[str, str]]:
    """Reference and title, and words by field name; nothing from what we did not sign."""
    try:
        found = _signer().loads(text)
    except BadSignature:
        return "", {}
    return found["about"], found["fields"]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="words of a form")
