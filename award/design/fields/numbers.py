"""Whole pounds, pounds and pence, hours, and whole numbers, as people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from award.design import formatters
from award.design.fields.base import ParsedField, plain_label

# Far above any real answer, and within what every database column of ours can hold.
LARGEST = 10**12

_GROUPED = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)", re.ASCII)
_NO_PENCE = re.compile(r"(?<=\d)\.0{0,2}$")  # 100.00 is whole; 1.000 may be somebody's thousand
_APART = re.compile(r"(?<=\d)['’](?=\d{3})")  # 1'500
_POUNDS = re.compile(r"^([+-]?)(?:£|gbp)|(?:£|gbp|pounds?)$", re.IGNORECASE)
_PER_CENT = re.compile(r"(?:%|percent)$", re.IGNORECASE)


def _packed(text: str) -> str:
    return _APART.sub("", text.replace(" ", ""))


def _without(unit: str, plain: str) -> str:
    """One or several of the unit, typed after the number."""
    one = re.escape(_packed(unit).removesuffix("s"))
    return re.sub(rf"{one}s?$", "", plain, flags=re.IGNORECASE) if one else plain


class WholeNumberField(ParsedField):
    """1234 or 1,234 → 1234. `called` names the number in messages: "Number of beds must be…"; it
    goes by its label without, since others may stand beside it.

    The unit that stands beside the box (`suffix`) may be typed with the number.
    """

    data: int | None

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        called: str = "",
        minimum: int | None = 0,
        maximum: int | None = None,
        suffix: str = "",
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.called = called or f"“{plain_label(self)}”"
        self.minimum, self.maximum, self.suffix = minimum, maximum, suffix

    def shown(self, number: int) -> str:
        """A limit, as messages write it."""
        return f"{number:,}"

    @property
    def example(self) -> str:
        """Numbers that this field takes."""
        least = -LARGEST if self.minimum is None else self.minimum
        most = LARGEST if self.maximum is None else self.maximum
        fit = [f"{one:,}" for one in (12, 1500) if least <= one <= most]
        return " or ".join(fit) or str(min(max(3, least), most))

    def parse(self, text: str) -> int:
        plain = _NO_PENCE.sub("", self.without_unit(_packed(text)))
        if re.fullmatch(r"[+-]?[\d,]*\.\d+", plain):
            raise ValueError(f"{self.called} must be a whole number")
        if not _GROUPED.fullmatch(plain):
            raise ValueError(f"{self.called} must be a number, like {self.example}")
        return self._in_range(plain)

    def without_unit(self, plain: str) -> str:
        """The number alone, from what was typed without its spaces."""
        if self.suffix == "%":
            return _PER_CENT.sub("", plain)
        return _without(self.suffix, plain)

    def show(self, value: Any) -> str:
        return f"{value:,}"

    def _in_range(self, digits: str) -> int:
        digits = digits.replace(",", "")
        value = int(digits) if len(digits) < 20 else LARGEST + 1
        least = -LARGEST if self.minimum is None else self.minimum
        most = LARGEST if self.maximum is None else self.maximum
        if value > most:
            raise ValueError(f"{self.called} must be {self.shown(most)} or less")
        if value < least:
            raise ValueError(f"{self.called} must be {self.shown(least)} or more")
        return value


class MoneyField(WholeNumberField):
    """£150,000, 150000 or 150,000.00 → 150000 whole pounds. Pence are refused, not rounded away."""

    def shown(self, number: int) -> str:
        return formatters.money(number)

    def without_unit(self, plain: str) -> str:
        return _POUNDS.sub(r"\1", plain)

    def parse(self, text: str) -> int:
        plain = _NO_PENCE.sub("", self.without_unit(_packed(text)))
        if re.fullmatch(r"[+-]?[\d,]*\.\d+", plain) or re.search(r"\dp$", plain):
            raise ValueError(f"{self.called} must be in whole pounds, without pence, like £150,000")
        if re.search(r"\d(k|m)$", plain, re.IGNORECASE):
            raise ValueError(f"{self.called} must be written out in full, like £150,000")
        if not _GROUPED.fullmatch(plain):
            raise ValueError(f"{self.called} must be an amount of money, like £150,000")
        return self._in_range(plain)


class HundredthsField(ParsedField):
    """1.5 → 150. What has at most two places is kept as whole hundredths, so that nothing is
    rounded. `example` shows how it is typed."""

    data: int | None
    prefix = ""

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        called: str,
        maximum: int,
        example: str = "2 or 1.5",
        suffix: str = "",
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **kw)
        self.called, self.maximum, self.example = called, maximum, example
        self.suffix = suffix

    def without_unit(self, plain: str) -> str:
        return _without(self.suffix, plain)

    def parse(self, text: str) -> int:
        plain = self.without_unit(_packed(text))
        whole, _, rest = plain.partition(".")
        if not (_GROUPED.fullmatch(whole) and re.fullmatch(r"\d{0,2}", rest, re.ASCII)):
            raise ValueError(f"{self.called} must be a number, like {self.example}")
        digits = whole.replace(",", "").removeprefix("+")
        if digits.startswith("-"):
            raise ValueError(f"{self.called} must be 0 or more")
        value = int(digits) * 100 + int((rest + "00")[:2]) if len(digits) < 12 else LARGEST
        if value > self.maximum:
            raise ValueError(f"{self.called} must be {self.said(self.maximum)} or less")
        return value

    def show(self, value: Any) -> str:
        whole, rest = divmod(int(value), 100)
        return f"{whole:,}.{rest:02}".removesuffix("0") if rest else f"{whole:,}"

    def said(self, value: int) -> str:
        """As people read it."""
        return f"{self.show(value)} {self.suffix}".strip()


class PenceField(HundredthsField):
    """£13.80 or 13.80 → 1380 pence."""

    prefix = "£"

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(label, validators, **{"example": "£20 or £13.80", **kw})

    def without_unit(self, plain: str) -> str:
        return _POUNDS.sub(r"\1", plain)

    def show(self, value: Any) -> str:
        whole, rest = divmod(int(value), 100)
        return f"{whole:,}.{rest:02}" if rest else f"{whole:,}"

    def said(self, value: int) -> str:
        return f"£{self.show(value)}"
