"""Pinning a passage without a script, and how pinned answers are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from markupsafe import Markup
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired

from award.assessment.rules.pins import Passage, of_question, runs
from award.assessment.rules.reading import ReadAnswer
from award.assessment.services.pins import EMPTY
from award.design.answers import draw_read
from award.design.fields import LongTextField
from award.design.formatters import paragraphs
from award.design.forms import Form
from award.rounds.kinds import Text

ANY: Final = "Wherever these words are"


class PinForm(Form):
    """Which words of which answer. `nth` is the script's: which of several places was selected."""

    question = SelectField("Which answer are they in?", choices=[SelectChoice("", ANY)])
    nth = HiddenField()
    quotation = LongTextField(
        "The words to pin", [DataRequired(EMPTY)],
        hint="Paste or type them exactly as they stand in the answer.", rows=4,
    )  # fmt: skip

    def offer(self, answers: Iterable[ReadAnswer]) -> None:
        self.question.choices = [
            SelectChoice("", ANY),
            *(SelectChoice(one.key, one.label) for one in answers),
        ]


_OPEN, _SHUT, _END, _DONE, _BOTH, _BEGIN = (chr(0xE000 + number) for number in range(6))
_SIGNS: Final = re.compile(f"[{_OPEN}-{_BEGIN}]")
_RENEWING = Markup('<p><strong class="nhsuk-tag nhsuk-tag--orange">Needs renewing</strong> {}</p>')


def draw_pinned(
    answers: Sequence[ReadAnswer], passages: Sequence[Passage], size: Literal["", "xs"] = ""
) -> Markup:
    """Questions as headings, each with its answer below it, pinned words marked in it. A script
    finds an answer by `data-answer`."""
    drawn = Markup("")
    for answer in answers:
        drawn += draw_one(answer, of_question(passages, answer.key), size)
    return drawn


def draw_one(
    answer: ReadAnswer, passages: Sequence[Passage], size: Literal["", "xs"] = ""
) -> Markup:
    here = [one for one in passages if one.there]
    return Markup('<div class="app-answer{}" data-answer="{}"><h3{}>{}</h3>\n{}</div>\n').format(
        " app-answer--pinned" if here else "",
        answer.key,
        Markup(' class="nhsuk-heading-{}"').format(size) if size else "",
        answer.label,
        _marked(answer, here),
    )


def _marked(answer: ReadAnswer, passages: Sequence[Passage]) -> Markup:
    shown = answer.shown
    if not passages:
        return draw_read(answer)
    if not isinstance(shown, Text) or shown.notes or _SIGNS.search(shown.words):
        return draw_read(answer) + Markup("").join(
            Markup('<p class="app-pin__beneath">“{}” {}</p>').format(one.quotation, _tag(one))
            for one in passages
        )
    at, text = 0, ""
    for piece, of in runs(shown.words, passages):
        text += "".join(
            f"{_BEGIN}{one.id}{_DONE}"
            for one in passages
            if one.offset == at and any(one.meets(other) for other in passages if other != one)
        )
        at += len(piece)
        sign = _BOTH if len(of) > 1 else _OPEN
        text += f"{sign}{piece}{_SHUT}" if of and piece.strip() else piece
        text += "".join(f"{_END}{one.id}{_DONE}" for one in passages if one.end == at)
    html = str(paragraphs(text)).replace(_OPEN, '<mark class="app-pin">').replace(_SHUT, "</mark>")
    html = html.replace(_BOTH, '<mark class="app-pin app-pin--both">')
    begins = {str(one.id): str(_begin(one)) for one in passages}
    html = re.sub(f"{_BEGIN}(\\d+){_DONE}", lambda found: begins[found[1]], html)
    tags = {str(one.id): str(_tag(one)) for one in passages}
    html = re.sub(f"{_END}(\\d+){_DONE}", lambda found: tags[found[1]], html)
    return Markup(html) + (_RENEWING.format(answer.renewing) if answer.renewing else "")


def _begin(one: Passage) -> Markup:
    """Where the words begin of one that shares some with another."""
    return Markup(
        '<span class="app-pin__begin"><span aria-hidden="true">{}▸</span>'
        '<span class="nhsuk-u-visually-hidden">Here begins what is pinned to {}: </span></span>'
    ).format(one.mark, one.pinned_by)


def _tag(one: Passage) -> Markup:
    """At the end of the words: the name of the criterion, after the letter of who, if several."""
    return Markup(
        '<a class="app-pin__tag" id="pin-{}" href="#pinned-{}"><span aria-hidden="true">{}</span>'
        '<span class="nhsuk-u-visually-hidden">pinned to {}</span></a>'
    ).format(one.id, one.id, one.mark, one.pinned_by)
