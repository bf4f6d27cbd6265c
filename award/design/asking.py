"""A question beside a box that only whoever typed can answer: `award.foundation.errors.Asked`.

The ticks belong to no form: any box can be asked about, and few ever are. What was ticked comes
back beside its box, however the page is drawn again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import request

from award.design.fields import Choice, ChoicesField

NAME = "about_nobody"


class Question(NamedTuple):
    """What is asked above the ticks, and what each says of the words that it is about."""

    legend: str
    tick: str


WHO = Question("Does it tell who assesses?", "Keep “{}”: it does not")
"""What is asked where a form says nothing else of a box."""


def said(form: Any) -> list[tuple[str, str]]:
    """Box and words of each tick that was sent; none to a form that read nothing."""
    if not any(field.raw_data for field in form):
        return []
    sent = (one.partition("|") for one in request.form.getlist(NAME))
    return [(box, words) for box, _, words in sent if words and box in form]


def put_beside(form: Any, box: str, words: Sequence[str]) -> None:
    """Ask about these words of a box: beside what is asked about it already, unless the form has a
    question of its own there, which has one answer."""
    own: Question | None = form.asked_beside.get(box)
    before = () if own else (one for at, one in said(form) if at == box)
    every = dict.fromkeys([*before, *words])
    if not every:
        form[box].beside = None
        return
    legend, tick = own or WHO
    choices = [Choice(f"{box}|{one}", tick.format(one)) for one in every]
    unbound: Any = ChoicesField(legend, choices=choices, id=f"{NAME}-{box}")
    asked = unbound.bind(form, NAME)
    asked.process(request.form)
    form[box].beside = asked
