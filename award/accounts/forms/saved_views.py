"""A name for what one asks of a list, and who else finds it there."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import HiddenField
from wtforms.validators import DataRequired, InputRequired

from award.design.fields import Choice, ChoiceField, ShortTextField
from award.design.forms import Form
from award.design.versions import EditedForm
from award.foundation.saved_views import LONGEST_NAME, Sharing

_WORDS = {
    Sharing.OWN: "Only whoever saved it",
    Sharing.TEAM: "Everyone in the programme who can read this list",
    Sharing.CHAIRS: "They, and who chairs the panel of this round",
}


def _name() -> ShortTextField:
    return ShortTextField(
        "Name of this view", [DataRequired("Enter a name for this view")], max_length=LONGEST_NAME
    )


def _shared() -> ChoiceField:
    return ChoiceField(
        "Who sees it?",
        [InputRequired("Select who sees it")],
        hint="Each of them sees what they may see of the list, and no more. They read its name.",
    )


def offered(audiences: Iterable[Sharing], *, own: bool) -> tuple[Choice, ...]:
    """Who can be chosen; `own` where it is the reader's view."""
    return tuple(
        Choice(one.value, "Only you" if own and one == Sharing.OWN else _WORDS[one])
        for one in audiences
    )


class SavedViewForm(Form):
    name = _name()
    shared = _shared()
    next = HiddenField()


class ChangedViewForm(EditedForm):
    name = _name()
    shared = _shared()
    next = HiddenField()
