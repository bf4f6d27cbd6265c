"""A question beside a box that only whoever typed can answer: `award.foundation.errors.Asked`.

The ticks belong to no form: any box can be asked about, and few ever are. What was ticked comes
back beside its box, however the page is drawn again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request

from award.design.fields import Choice, ChoicesField

NAME = "about_nobody"


def said(form: Any) -> list[tuple[str, str]]:
    """Box and words of each tick that was sent; none to a form that read nothing."""
    if not any(field.raw_data for field in form):
        return []
    sent = (one.partition("|") for one in request.form.getlist(NAME))
    return [(box, words) for box, _, words in sent if words and box in form]


def put_beside(form: Any, box: str, words: Sequence[str]) -> None:
    """Ask about these words of a box, beside what is asked about it already."""
    every = dict.fromkeys([*(one for at, one in said(form) if at == box), *words])
    choices = [Choice(f"{box}|{one}", f"Keep “{one}”: it does not") for one in every]
    unbound: Any = ChoicesField("Does it tell who assesses?", choices=choices, id=f"{NAME}-{box}")
    asked = unbound.bind(form, NAME)
    asked.process(request.form)
    form[box].beside = asked
