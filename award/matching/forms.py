"""What staff say to have a draft made, and what they change in one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import InputRequired, ValidationError

from award.assessment.forms.gathering import GO_ON
from award.assessment.rules.panels import MOST_BESIDE, Needed
from award.design.fields import Choice, ChoiceField, ChoicesField, ShortTextField, WholeNumberField
from award.design.formatters import plural
from award.design.forms import Form, ShownForm
from award.matching.queries.entries import EntryRow
from award.matching.queries.whom import Candidate
from award.matching.rules.drafting import MOST, USUAL

NOBODY: Final = ("", "Nobody")
MOST_SHOWN: Final = 8
"""People to choose from at once."""


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
        minimum=1,
        maximum=MOST,
        default=USUAL,
        render_kw={"width": 4},
    )
    with_silent = BooleanField("Give work to those who are silent or overdue in this round too")

    def offer(self, silent: Collection[int]) -> DraftForm:
        """With how many that box is about; without it where there are none."""
        if silent:
            self.with_silent.description = (
                f"{plural(len(silent), 'person', 'people')}. They are left out unless you tick this"
            )
        else:
            del self.with_silent
        return self


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


class ReleaseForm(ShownForm):
    finished = ChoiceField(
        "What about what is assessed already?",
        choices=[
            ("leave", "Leave it out: nobody more is asked for these"),
            ("open", "Ask for these too, and they open again"),
        ],
    )
    go_on = BooleanField(GO_ON)

    @property
    def reopens(self) -> bool | None:
        return self.finished.data == "open" if self.finished.data else None


class ChangeForm(Form):
    gone: Mapping[str, Sequence[str]]
    """Numbers of people who were typed and can't be chosen by now, by field."""
    away = ChoicesField("Take away (optional)")
    find = ShortTextField(
        "Find whom to put in (optional)",
        hint="By name, email address, panel or what they know about",
        max_length=100,
    )
    add = ChoiceField("Put in", default="")
    go_on = BooleanField("Put them in all the same")
    read = HiddenField()
    """A mark of whom it was ticked about, and of what was said against it."""

    @classmethod
    def of(cls, entry: EntryRow, people: Sequence[Candidate]) -> ChangeForm:
        """Everybody may be chosen who may be put in, however few the page shows."""
        form = cls()
        form.offer(entry)
        form.add.choices = [
            *((str(one.person_id), one.name) for one in entry.readers),  # the service says why not
            *((str(one.person.id), one.person.name) for one in people),
            NOBODY,
        ]
        form.gone = {name: _missing(form[name]) for name in ("away", "add")}
        for name, some in form.gone.items():  # there a moment ago: `validate_` says what changed
            field: Any = form[name]
            field.choices = [*field.choices, *((one, "") for one in some)]
        return form

    def validate_away(self, _field: Field) -> None:
        if self.gone["away"]:
            raise ValidationError(
                "Somebody you ticked doesn’t read it in this draft any more: it has changed since "
                "you opened the page. Look at who does now"
            )

    def validate_add(self, _field: Field) -> None:
        if self.gone["add"]:
            raise ValidationError(
                "Whoever you chose can’t be put in any more: they stopped assessing, or a conflict "
                "of interest was found. Choose somebody else"
            )

    def offer(self, entry: EntryRow) -> None:
        """Who reads it can be taken away."""
        self.away.choices = tuple((str(one.person_id), one.name) for one in entry.readers)

    def show(self, people: Sequence[Candidate]) -> None:
        """Of those that were looked for, who fits best, and whoever is chosen."""
        typed = self.find.data or ""
        meant = [one for one in people if not typed or one.is_meant(typed)]
        shown = [
            one
            for one in people
            if one in meant[:MOST_SHOWN] or str(one.person.id) in self.add.selected()
        ]
        self.add.choices = [
            NOBODY,
            *(
                Choice(str(one.person.id), f"{one.person.name}, {one.person.email}", one.about)
                for one in shown
            ),
        ]
        self.add.description = _who_is_shown(typed, meant, len(people))


def _missing(field: Any) -> list[str]:
    known = {str(one[0]) for one in field.choices}
    return [one for one in field.selected() if one.isdecimal() and one not in known]


def _who_is_shown(typed: str, meant: Sequence[Candidate], everybody: int) -> str:
    if typed and not meant:
        return f"Nobody who can be put in is found by “{typed}”. Look for somebody else"
    many, of = len(meant), f"found by “{typed}”" if typed else "who can be put in"
    if many > MOST_SHOWN:
        first = f"The {MOST_SHOWN} who fit best of {many} {of}. Find others above"
    elif typed:
        first = f"{many} of the {everybody} who can be put in, {of}"
    else:
        first = "Who fits best stands first" if many > 1 else ""
    return ". ".join(one for one in (first, _who_has_room(meant)) if one)


def _who_has_room(meant: Sequence[Candidate]) -> str:
    """Of those a sheet is wanted of, where not all that are shown have."""
    wanted = [one for one in meant if one.wanted]
    room = sum(not one.full for one in wanted)
    if room >= min(MOST_SHOWN, len(wanted)):
        return ""
    have = "has" if room <= 1 else "have"
    return f"{room or 'None'} of {len(wanted)} a sheet is wanted of {have} room for more"


class LimitForm(Form):
    most = WholeNumberField(
        "At most, in this round (optional)",
        minimum=0,
        maximum=MOST,
        hint="0 for none at all. Leave it out to go by their profile",
        render_kw={"width": 4},
    )
