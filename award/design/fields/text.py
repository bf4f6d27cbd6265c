"""Short and long text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from award.design.fields.base import HintedField, plain_label
from award.design.formatters import plural
from award.foundation.asked import TAKEN_OUT, Tidied
from award.foundation.text import count_words, fault_of_a_line, one_line, tidy
from award.foundation.unseen import as_typed, unseen_in_line, without_unseen

_BREAKS = re.compile(r"[ \t]*[\r\n]+[ \t]*")
MOST_CHARACTERS = 20_000
"""Far above any limit in words; what is longer was pasted by mistake."""


class ShortTextField(HintedField):
    """One line of text, trimmed, that may stand in the header of an email. What nobody sees in
    somebody's words is refused, never taken out behind their back; out of a `code`, an address or a
    reference that is copied from somewhere, it is. With `mends` the box comes back without it, and
    whoever typed it has only to go on."""

    data: str

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        max_length: int | None = None,
        called: str = "",
        code: bool = False,
        mends: bool = False,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.code, self.mends = code, mends
        self.max_length, self.called = max_length, called or f"“{plain_label(self)}”"

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            text = str(valuelist[0])
            self.data = one_line(text) if self.code else as_typed(text)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        wrong = fault_of_a_line(str(self.raw_data[0])) if self.raw_data else None
        if wrong is not None:
            raise ValidationError(f"{self.called} {wrong}")
        raw = "" if self.code or not self.raw_data else str(self.raw_data[0])
        if unseen := unseen_in_line(raw):
            if self.mends:
                self.data = as_typed(without_unseen(raw))
            told = unseen.left_out if self.mends else unseen.refused
            raise ValidationError(f"{self.called} {told}")
        if self.raw_data and isinstance(self.raw_data[0], Tidied) and not self.code:
            raise ValidationError(f"{self.called} {TAKEN_OUT}")
        if self.max_length is not None and len(self.data) > self.max_length:
            raise ValidationError(
                f"{self.called} must be {plural(self.max_length, 'character')} or fewer"
            )

    def _value(self) -> str:
        return self.data


class TrapField(ShortTextField):
    """A box that nobody sees, for programs that fill in all there are. What is in it is said, so
    that a person whose browser filled it in loses nothing: then the box is there to be emptied."""

    def __init__(self, label: str = "Leave this box empty", **kw: Any) -> None:
        super().__init__(
            label, render_kw={"autocomplete": "off", "spellcheck": False, "tabindex": "-1"}, **kw
        )

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data:
            raise ValidationError("Empty this box: it is there to stop programs")


class CountedLineField(ShortTextField):
    """One line that may have many words: in a box with room for all of them, and a live count. A
    line break in it is a space. Too many words are kept, as those of a draft are."""

    rows = 3

    def __init__(
        self, label: str | None = None, validators: Sequence[Any] | None = None, *,
        max_words: int, **kw: Any,
    ) -> None:  # fmt: skip
        super().__init__(label, validators, render_kw={"data_line": True}, **kw)
        self.max_words = max_words

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            line = _BREAKS.sub(" ", str(valuelist[0]).strip())
            self.raw_data = [Tidied(line) if isinstance(valuelist[0], Tidied) else line]
            super().process_formdata(self.raw_data)


class LongTextField(HintedField):
    """Several paragraphs, with a live word count when there is a limit.

    With `enforce=False` the count still shows but a text that is too long is accepted: a draft is
    kept with more words than it may have, and only submitting refuses (ask `over_by`). Beyond
    MOST_CHARACTERS every text is refused: such a page would be slow for everyone.
    """

    data: str

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        max_words: int | None = None,
        enforce: bool = True,
        rows: int | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.max_words, self.enforce = max_words, enforce
        self.rows = rows or _rows_for(max_words)

    @property
    def over_by(self) -> int:
        """How many words too many."""
        return max(0, count_words(self.data) - self.max_words) if self.max_words else 0

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Browsers send CRLF; keeping it would make an untouched text look edited."""
        if valuelist:
            self.data = tidy(str(valuelist[0])).strip()

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if len(self.data) > MOST_CHARACTERS:
            raise ValidationError(
                f"Your text has {len(self.data):,} characters, and the most that can be kept is "
                f"{MOST_CHARACTERS:,}. Shorten it, then save it again"
            )
        if self.enforce and self.over_by:
            raise ValidationError(
                f"Cut {plural(self.over_by, 'word')} from “{plain_label(self)}”:"
                f" the limit is {self.max_words:,}"
            )

    def _value(self) -> str:
        return self.data


def _rows_for(max_words: int | None) -> int:
    """A box that fits about a third of the longest answer, so that it invites the right length."""
    if max_words is None:
        return 5
    return min(16, max(4, round(max_words / 12 / 3) + 2))
