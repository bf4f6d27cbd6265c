"""What a round draws lots for, and drawing them."""

from __future__ import annotations

from wtforms.validators import InputRequired

from award.design.fields import ChoiceField
from award.design.forms import ShownForm
from award.design.versions import EditedForm
from award.draws.models import Draw
from award.draws.rules.lots import Among

NONE = "none"
WORDS = {
    NONE: "No lots: what is equal shares a rank, and people decide",
    Among.TIES.value: "For shared ranks: what nothing else tells apart gets an order",
    Among.GROUP.value: "For shared ranks, and among those that can’t be told apart from the line",
}


class DeclareForm(EditedForm):
    among = ChoiceField(
        "Does this round draw lots?",
        [InputRequired("Say whether it draws lots")],
        choices=list(WORDS.items()),
    )

    @classmethod
    def of(cls, draw: Draw | None) -> DeclareForm:
        form = cls(data=stored(draw))
        form.over(stored(draw))
        return form

    @property
    def chosen(self) -> Among | None:
        return None if self.among.data == NONE else Among(self.among.data)


def stored(draw: Draw | None) -> dict[str, str]:
    return {"among": draw.among.value if draw else NONE}


class DrawForm(ShownForm):
    """Lots are drawn for what the page shows."""
