"""The criteria of a round on one page: as many rows as there are, each with five bands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField

from award.design.fields.values import put
from award.design.leaves import hidden
from award.design.versions import EditedForm
from award.foundation.edits import mark, marks_of
from award.foundation.references import slugify
from award.rounds.forms.criterion import CriterionForm, as_row
from award.rounds.rules.criteria import (
    BANDS,
    CriterionValues,
    repeated_titles,
    weights_problem,
)

SUMS = "Weights sum to 100"
UNREAD = "Weights don’t sum to 100 yet: each is a whole number from 1 to 100"


REMOVED = "Somebody else removed this criterion meanwhile. Saving this page keeps it"
CHANGED = "Somebody else changed this criterion, which you removed. Remove it again if it should go"
_CALLED = {
    "title": "title", "weight": "weight", "guidance": "guidance for assessors",
    "plain": ", in plain words", "band": "",
}  # fmt: skip


class CriteriaForm(EditedForm):
    """All criteria of a round. The button pressed says what to do: save, add or remove-<n>."""

    rows = FieldList(FormField(CriterionForm))
    prefix: ClassVar[str] = ""
    """Of the key of a new one."""

    rearranged: bool
    stored: dict[str, dict[str, Any]]
    told: list[tuple[CriterionForm, str]]

    @classmethod
    def of(cls, criteria: tuple[CriterionValues, ...], **beside: Any) -> Self:
        """The form with what is stored, or what was sent with a row more or less if a button
        asked for that; then it is `rearranged` and there is nothing to save yet. `beside` are
        values of boxes beside the rows, by name."""
        sent = _rearranged(request.form)
        rows = [as_row(item) for item in criteria]
        data = {} if request.form else {"rows": rows, **beside}
        form = cls(data=data) if sent is None else cls(formdata=sent, data=data)
        form.rearranged, form.told, form.stored = sent is not None, [], {}
        form.meet(criteria, first=True, **beside)
        return form

    def meet(
        self, criteria: tuple[CriterionValues, ...], *, first: bool = False, **beside: Any
    ) -> None:
        """Merge with what is stored: whole rows that came or went, then box by box."""
        self.stored = {item.key: as_row(item) for item in criteria}
        flat = {f"{key}-{name}": row[name] for key, row in self.stored.items() for name in row}
        flat |= beside
        if first and self.is_submitted():
            self.read_base()
            self._rows_that_came_or_went()
        (self.over if first else self.catch_up)(flat)
        if not first:
            self._tell()

    def parts(self) -> dict[str, Any]:
        """The boxes of rows that are stored; what is in a new one is nobody else's."""
        return {
            f"{form.key.data}-{box.short_name}": box
            for form in self.criteria
            if form.key.data in self.stored
            for box in form
            if not hidden(box)
        }

    def _marks(self, stored: Mapping[str, Any]) -> dict[str, str]:
        """Of rows that were removed here too."""
        return marks_of(stored)

    def _rows_that_came_or_went(self) -> None:
        """A row that somebody else added is added here, one that they removed goes; unless what
        stands in it was changed on the other side: then it stays, and the person is told."""
        known = {key.partition("-")[0] for key in self._base}
        mine = {entry.form.key.data: entry for entry in self.rows.entries if entry.form.key.data}
        for key in (mine.keys() & known) - self.stored.keys():
            form = mine[key].form
            if all(self._base.get(f"{key}-{b.short_name}") == mark(b.data) for b in form):
                self.rows.entries.remove(mine[key])
            else:
                self.told.append((form, REMOVED))
        for key, row in self.stored.items():
            same = all(self._base.get(f"{key}-{name}") == mark(row[name]) for name in row)
            if key in mine or (key in known and same):
                continue
            form = self.rows.append_entry(row).form
            for box in form:
                put(box, row[box.short_name])
            if key in known:
                self.told.append((form, CHANGED))

    def _tell(self) -> None:
        for form, said in self.told:
            if said not in form.title.errors:
                form.title.errors = [*form.title.errors, said]

    def title_of(self, key: str, box: Any) -> str:
        row, _, name = key.partition("-")
        form = next(form for form in self.criteria if form.key.data == row)
        of, _, place = name.partition("_")
        if not place:
            return f"{self.stored[row]['title']}: {_CALLED[name]}"
        scores = form.bands()[int(place) - 1][1]
        return f"{self.stored[row]['title']}: scores {scores}{_CALLED[of]}"

    @property
    def criteria(self) -> list[CriterionForm]:
        """The rows' forms, in order."""
        return [row.form for row in self.rows.entries]

    def numbered(self) -> list[tuple[str, CriterionForm]]:
        """Each row with the number its remove button sends."""
        return [(row.name.rpartition("-")[2], row.form) for row in self.rows.entries]

    unread = UNREAD

    def weights(self) -> str:
        """What the weights typed so far sum to, and what to do about it. They don't sum to 100
        while one of them is missing, or none that a criterion may have."""
        weights = [form.weight.data for form in self.criteria]
        problem = weights_problem([weight or 0 for weight in weights])
        return problem or (UNREAD if None in weights else SUMS)

    def values(self) -> tuple[CriterionValues, ...]:
        """What the rows say; a new row gets a key from its title."""
        taken = {form.key.data for form in self.criteria if form.key.data}
        found = []
        for form in self.criteria:
            key = form.key.data or _new_key(form.title.data, taken, self.prefix)
            taken.add(key)
            found.append(form.values(key))
        return tuple(found)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for place, title in repeated_titles(self.values()):
            self.criteria[place].title.errors = [f"Another criterion is called “{title}” too"]
            valid = False
        problem = weights_problem([form.weight.data or 0 for form in self.criteria])
        if valid and problem and self.criteria:
            self.criteria[0].weight.errors = [problem]
            return False
        return valid and not self.told


def _rearranged(sent: MultiDict[str, str]) -> MultiDict[str, str] | None:
    """What was sent, with the row more or less that its button asks for; None for other buttons."""
    button = sent.get("button", "")
    if button == "add":
        numbers = [int(found[1]) for name in sent if (found := re.match(r"rows-(\d+)-", name))]
        prefix = f"rows-{max(numbers, default=-1) + 1}-"
        blank = [(prefix + name, "") for name in _FIELDS]
        return MultiDict([*sent.items(multi=True), *blank])
    if button.startswith("remove-"):
        prefix = f"rows-{button.removeprefix('remove-')}-"
        kept = [item for item in sent.items(multi=True) if not item[0].startswith(prefix)]
        return MultiDict(kept)
    return None


_FIELDS = (
    *("key", "ranges", "title", "weight", "guidance", "plain"),
    *(f"{of}_{place}" for of in ("band", "plain") for place in range(1, BANDS + 1)),
)


def _new_key(title: str, taken: set[str], prefix: str) -> str:
    base = prefix + (re.sub(r"^[^a-z]+", "", slugify(title, 30).replace("-", "_")) or "criterion")
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key
