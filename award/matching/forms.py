"""What staff say to have a draft made, and what they change in one."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired

from award.assessment.queries.people import AssessorRow
from award.assessment.rules.panels import MOST_BESIDE, Needed
from award.design.fields import ChoiceField, ChoicesField, WholeNumberField
from award.design.forms import Form
from award.matching.queries.entries import EntryRow
from award.matching.rules.drafting import MOST, USUAL


class DraftForm(Form):
    cap = WholeNumberField(
        "One most for everybody (optional)",
        called="The most for everybody",
        minimum=1,
        maximum=MOST,
        hint="In place of what their profiles say. Leave it out to keep to each person’s own",
        render_kw={"width": 4},
    )
    otherwise = WholeNumberField(
        "At most, for those who have said no number",
        [InputRequired("Enter a number for those who have said none")],
        called="The number",
        minimum=1,
        maximum=MOST,
        default=USUAL,
        render_kw={"width": 4},
    )


class MixForm(Form):
    lived = ChoiceField(
        "How many of an application’s sheets come from the lived-experience panel?",
        [InputRequired("Choose how many")],
    )

    @classmethod
    def of(cls, mix: Needed) -> MixForm:
        form = cls(data={"lived": "any" if mix.lived is None else str(mix.lived)})
        if mix.own_criteria:
            form.lived.label.text = (
                "How many sheets of the lived-experience panel does each application get?"
            )
            form.lived.choices = tuple((str(one), str(one)) for one in range(MOST_BESIDE + 1))
            return form
        numbers = [(str(one), f"{one} of {mix.sheets}") for one in range(mix.sheets + 1)]
        form.lived.choices = (("any", "It doesn’t matter: anybody may write any of them"), *numbers)
        return form

    @property
    def number(self) -> int | None:
        return None if self.lived.data == "any" else int(self.lived.data)


class ChangeForm(Form):
    away = ChoicesField("Take away (optional)")
    add = RadioField("Put in", default="")
    go_on = BooleanField("Put them in all the same")
    read = HiddenField()
    """A mark of whom it was ticked about, and of what was said against it."""

    @classmethod
    def of(
        cls, entry: EntryRow, people: Sequence[AssessorRow], loads: dict[int, str]
    ) -> ChangeForm:
        form = cls()
        form.away.choices = tuple((str(one.person_id), one.name) for one in entry.readers)
        form.add.choices = [
            ("", "Nobody"),
            *(
                (str(one.id), f"{one.name}, {one.email} ({one.panel_label}{loads.get(one.id, '')})")
                for one in people
            ),
        ]
        return form


class LimitForm(Form):
    most = WholeNumberField(
        "At most, in this round (optional)",
        called="The number",
        minimum=0,
        maximum=MOST,
        hint="0 for none at all. Leave it out to go by their profile",
        render_kw={"width": 4},
    )
