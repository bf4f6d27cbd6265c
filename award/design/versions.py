"""Forms over something stored that somebody else may change while they are open.

What a person started from travels as marks (`award.foundation.edits`); what they typed stands in
the boxes; what is stored now comes from the view. The three are merged box by box: what only
somebody else changed is taken over, and where both changed one, both texts stand in its place with
a choice (`macros/versions.html`, drawn by `render_field`). Nothing is saved before that is made,
and nothing that was typed is gone.

    form = OrganisationForm.of(organisation)         # ends in form.over(stored)
    if form.validate_on_submit():
        with attempt(form), transaction(): ...save form.values()...
    form.catch_up(what is stored by now)

The row that is saved carries a version (`version_id_col`), so that two saves at the same moment
can't both be made from what the other has replaced.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NamedTuple

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField

from award.design.fields import ChoiceField, LongTextField, ShortTextField
from award.design.fields.values import as_sent, in_words, put
from award.design.forms import ErrorLink, Form, error_list
from award.design.heard import HeardForm
from award.design.leaves import hidden
from award.foundation.differences import Sides, compared
from award.foundation.edits import NOTHING, mark, marks_of, merged, read_marks
from award.foundation.errors import StaleVersion

CHOOSING = "choosing"
ELSEWHERE = "meanwhile"


class Versions(NamedTuple):
    """A box with two versions, in words: `theirs` is stored, `by` says by whom or where; `sent` are
    names and values that carry along what was typed, and `keep` and `both` ask what to keep."""

    key: str
    title: str
    theirs: str
    mine: str
    by: str
    sent: list[tuple[str, str]]
    keep: Any
    both: Any

    @property
    def sides(self) -> Sides:
        return compared(self.theirs, self.mine)


class EditedForm(HeardForm):
    """A form whose boxes hold something stored. `alone` are boxes that hold nothing stored, and
    `with_it` boxes that mean nothing without another, by the name of that one."""

    base = HiddenField()
    alone: ClassVar[frozenset[str]] = frozenset()
    with_it: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.choices = Form(formdata=None)
        self.undecided: list[str] = []
        self.taken: list[str] = []
        self.clashes: dict[str, Versions] = {}
        self._base: dict[str, str] = {}
        self._sent: dict[str, str] = {}

    def parts(self) -> dict[str, Any]:
        """The boxes that are merged, by what names each in marks and among what is stored."""
        left_out = {*self.alone, *self.with_it.values(), "csrf_token"}
        return {f.short_name: f for f in self if not hidden(f) and f.short_name not in left_out}

    def over(self, stored: Mapping[str, Any]) -> None:
        """Remember what the page starts from; or, when it was sent, merge it with what is stored
        now. By name of box, in the box's own terms."""
        if not self.is_submitted():
            self._base = self._marks(stored)
            self._write_base()
            return
        self.read_base()
        for key, box in self.parts().items():
            if isinstance(box, ChoiceField) and not box.raw_data and self._base.get(key) == NOTHING:
                put(box, None)  # radios that nobody touched are not sent, whatever is stored by now
        self._settle(stored)
        boxes = {key: box for key, box in self.parts().items() if not unread(box)}
        self._sent = self._base | {k: mark(self._value(k, box)) for k, box in boxes.items()}
        self._merge(stored)

    def read_base(self) -> None:
        """The marks that were sent, or that it did not hear of; none of a page that had none, so
        that everything differs."""
        sent = self.base.data if self.base.raw_data else ""
        self._base = read_marks(self.missed.get(self.base.name) or sent)

    def remember(self) -> None:
        """In the transaction of the save: what it sent is what the page goes on from."""
        self.answer({self.base.name: _dumped(self._sent)})

    def base_marks(self) -> dict[str, str]:
        """What the page started from; what was taken over since counts as that."""
        return dict(self._base)

    def bases(self, stored: Mapping[str, Any]) -> dict[str, str]:
        """For a page that stays open after it was saved: what it starts from now. What came in
        between is taken over."""
        self._merge(stored)
        return {**self.starts_now, self.base.name: _dumped(self._marks(stored))}

    def theirs(self) -> list[dict[str, Any]]:
        """Boxes that were taken over, for a page that stays open: name, label and what to show."""
        parts = self.parts()
        return [
            {
                "field": parts[key].name,
                "label": parts[key].label.text,
                "value": _one_or_all([value for _name, value in as_sent(parts[key])]),
            }
            for key in self.taken
        ]

    def catch_up(self, stored: Mapping[str, Any], by: Mapping[str, str] | str = ELSEWHERE) -> None:
        """Before a page that was sent is shown again: go on from what is stored now, and ask where
        both changed a box. `by` says who changed it, or where; or says so by the box's name."""
        if not self.is_submitted():
            return
        found = self._merge(stored)
        self._base = self._marks(stored) | {
            key: self._base.get(key, "") for key, box in self.parts().items() if unread(box)
        }
        self._write_base()
        if found:
            stale = StaleVersion().reason
            self.form_errors[:] = [text for text in self.form_errors if text != stale]
            self._ask(found, stored, dict.fromkeys(found, by) if isinstance(by, str) else by)

    def carried(self) -> list[tuple[str, str]]:
        """Names and values of all boxes but those asked about, for a page that shows only these."""
        boxes = [box for key, box in self.parts().items() if key not in self.clashes]
        return [pair for box in boxes for pair in as_sent(box)]

    def hold(self) -> None:
        """Show the page again as it was sent, while nothing can be saved: what both changed is
        compared when it can."""
        self._base = {k: v for k, v in self._base.items() if k not in self.undecided}
        self._write_base()

    def validate(self, extra_validators: Any = None) -> bool:
        """Nothing is saved while somebody has yet to choose between two versions."""
        return super().validate(extra_validators) and not self.undecided

    def error_list(self) -> list[ErrorLink]:
        """What is wrong here, then what is to be chosen."""
        return [*error_list(self), *error_list(self.choices)]

    def words(self) -> dict[str, str]:
        found = [item for item in self.clashes.values() if item.both is not None]
        return super().words() | {i.both.name: f"{i.title}: both together" for i in found}

    def title_of(self, key: str, box: Field) -> str:
        """What a box is called where both versions stand."""
        return (self.called or {}).get(box.name) or str(box.label.text)

    def _value(self, key: str, box: Field) -> Any:
        if key in self.with_it:
            return [box.data, self[self.with_it[key]].data or ""]
        return box.data

    def _stored(self, key: str, stored: Mapping[str, Any]) -> Any:
        if key in self.with_it:
            return [stored.get(key), stored.get(self.with_it[key]) or ""]
        return stored.get(key)

    def _marks(self, stored: Mapping[str, Any]) -> dict[str, str]:
        return marks_of({key: self._stored(key, stored) for key in self.parts()})

    def _write_base(self) -> None:
        self.base.data = _dumped(self._base)

    def _merge(self, stored: Mapping[str, Any]) -> list[str]:
        """Take over what only somebody else changed; the boxes that somebody has to choose for. A
        box that can't be read is left as it is until it can."""
        boxes = {key: box for key, box in self.parts().items() if not unread(box)}
        now = {key: self._stored(key, stored) for key in boxes}
        found = merged(self._base, now, {key: self._value(key, box) for key, box in boxes.items()})
        for key in found.theirs:
            self._take(key, boxes[key], now[key])
            self._base[key] = mark(now[key])
            self.taken.append(key)
        wanted = {*found.clashes, *(key for key in self.undecided if key in found.mine)}
        self.undecided = [key for key in boxes if key in wanted]
        return self.undecided

    def _take(self, key: str, box: Field, value: Any) -> None:
        if key in self.with_it:
            value, rest = value
            put(self[self.with_it[key]], rest)
        put(box, value)

    def _settle(self, stored: Mapping[str, Any]) -> None:
        """Put the version that was chosen into the box of each of which two were shown."""
        names = set(request.form.getlist(CHOOSING))
        asked = {key: box for key, box in self.parts().items() if key in names}
        self.choices = _choices(asked, sent=True)
        for key, box in asked.items():
            keep = self.choices[f"keep_{key}"].data
            if keep == "theirs":
                self._take(key, box, self._stored(key, stored))
            elif keep == "both" and is_text(box):
                text = self.choices[f"both_{key}"].data
                box.process(MultiDict([(box.name, text)]))
            elif keep != "mine":
                self.undecided.append(key)

    def _ask(self, keys: list[str], stored: Mapping[str, Any], by: Mapping[str, str]) -> None:
        boxes = {key: box for key, box in self.parts().items() if key in keys}
        before, self.choices = self.choices, _choices(boxes, sent=False)
        for key, box in boxes.items():
            item = self._versions(key, box, stored, by.get(key, ELSEWHERE))
            if item.both is not None:
                between = "\n\n" if isinstance(box, LongTextField) else " "
                together = between.join(text for text in (item.theirs, item.mine) if text.strip())
                item.both.data = _edited_before(before, key, together)
            self.clashes[key] = box.clash = item
            self.choices.add_refusal(
                f"“{item.title}” was also changed {item.by}: choose which version to keep",
                f"keep_{key}",
            )

    def _versions(self, key: str, box: Field, stored: Mapping[str, Any], by: str) -> Versions:
        values = self._stored(key, stored), self._value(key, box)
        theirs, mine = (self._said(key, box, value) for value in values)
        rest = as_sent(self[self.with_it[key]]) if key in self.with_it else []
        return Versions(
            key, self.title_of(key, box), theirs, mine, by, [*as_sent(box), *rest],
            self.choices[f"keep_{key}"],
            self.choices[f"both_{key}"] if is_text(box) else None,
        )  # fmt: skip

    def _said(self, key: str, box: Field, value: Any) -> str:
        if key in self.with_it:
            value, rest = value
            return ": ".join(filter(None, [in_words(box, value), rest]))
        return in_words(box, value)


def is_text(box: Field) -> bool:
    """Can two versions of it be made into one?"""
    return isinstance(box, LongTextField | ShortTextField)


def unread(box: Field) -> bool:
    """What was typed has no value to compare yet."""
    return bool(box.process_errors)


def _choices(boxes: Mapping[str, Field], *, sent: bool) -> Form:
    """`keep_<key>` for each box, and `both_<key>` for a text; empty, or as it was sent."""
    fields: dict[str, Any] = {}
    for key, box in boxes.items():
        text = is_text(box)
        did = "typed" if text else "chose"
        ways = [("theirs", "Keep what was saved"), ("mine", f"Keep what you {did} here")]
        both = [("both", "Edit both together")] if text else []
        fields[f"keep_{key}"] = ChoiceField("Which do you keep?", choices=[*ways, *both])
        if text:
            most = getattr(box, "max_length", None)
            limit = f" {most} characters at most." if most else ""
            fields[f"both_{key}"] = LongTextField(
                "Both together",
                hint=f"Both texts are in the box, one after the other. Keep what you need.{limit}",
                rows=8 if isinstance(box, LongTextField) else 3,
            )
    made: type[Form] = type("VersionsForm", (Form,), fields)
    return made() if sent else made(formdata=None)


def _edited_before(before: Form, key: str, together: str) -> str:
    """Both texts; or what somebody has made of them already, without choosing it yet."""
    if f"both_{key}" not in before or before[f"keep_{key}"].data:
        return together
    return str(before[f"both_{key}"].data or "") or together


def _dumped(marks: Mapping[str, str]) -> str:
    return json.dumps(dict(marks), separators=(",", ":"))


def _one_or_all(values: Iterable[str]) -> Any:
    found = list(values)
    return found[0] if len(found) == 1 else found
