"""Radios and checkboxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField
from wtforms.validators import ValidationError

from award.design.fields.base import HintedField


@dataclass(frozen=True, slots=True)
class Choice:
    """One option. `hint` stands under its label; many boxes to tick stand under the names of their
    groups."""

    value: str
    label: str
    hint: str = ""
    group: str = ""


def as_choices(options: Iterable[Choice | tuple[str, ...]]) -> tuple[Choice, ...]:
    """Options may be written as (value, label) or (value, label, hint)."""
    return tuple(o if isinstance(o, Choice) else Choice(*o) for o in options)


class ChoiceField(HintedField):
    """Radios: one value, or None. `choices` may be replaced before the form is processed."""

    data: Any

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        choices: Iterable[Choice | tuple[str, ...]] = (),
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.choices: Iterable[Choice | tuple[str, ...]] = tuple(choices)

    def options(self) -> tuple[Choice, ...]:
        """The choices, however they were written."""
        return as_choices(self.choices)

    def selected(self) -> frozenset[str]:
        """Values that are ticked: what was sent, valid or not, else what is stored."""
        if self.raw_data:
            return frozenset(str(v) for v in self.raw_data)
        return frozenset() if self.data is None else frozenset({str(self.data)})

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = str(valuelist[0]) or None

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is not None and self.data not in {c.value for c in self.options()}:
            raise ValidationError("Select one of the options")


class YesNoField(ChoiceField):
    """Radios for yes and no: True, False, or None while unanswered."""

    data: bool | None

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        yes: str = "Yes",
        no: str = "No",
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, choices=(("yes", yes), ("no", no)), **kw)

    def selected(self) -> frozenset[str]:
        if self.raw_data or self.data is None:
            return super().selected()
        return frozenset({"yes" if self.data else "no"})

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.data = {"yes": True, "no": False}.get(str(valuelist[0]))
        if self.data is None and valuelist[0]:
            raise ValueError("Select yes or no")

    def pre_validate(self, form: Any) -> None:
        HintedField.pre_validate(self, form)


class ChoicesField(ChoiceField):
    """Checkboxes: a list of values, in the order of the options.

    `exclusive` is the value of an option such as "None of these": it stands last after an "or",
    and can't be combined with others. A browser sends nothing for no ticks, so a form that was
    sent without this field means an empty list.
    """

    data: list[str]

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        exclusive: str | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.exclusive = exclusive

    def selected(self) -> frozenset[str]:
        return frozenset(str(v) for v in (self.raw_data or self.data))

    def process_data(self, value: Any) -> None:
        self.data = [] if value is None else [str(v) for v in value]

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = [str(v) for v in valuelist if v]
        order = {c.value: place for place, c in enumerate(self.options())}
        self.data = sorted(dict.fromkeys(sent), key=lambda v: order.get(v, len(order)))

    def pre_validate(self, form: Any) -> None:
        HintedField.pre_validate(self, form)
        known = {c.value: c.label for c in self.options()}
        if not set(self.data) <= set(known):
            raise ValidationError("Select from the options")
        if self.exclusive in self.data and len(self.data) > 1:
            raise ValidationError(
                f"Select the options that apply, or only “{known[str(self.exclusive)]}”"
            )


class DeclarationField(HintedField, BooleanField):
    """One checkbox to agree with a statement, which is its label. True only when ticked."""

    data: bool
