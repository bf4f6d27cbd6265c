"""Forms of the numbers that organisations are known by. Form only: nothing is looked up.

Each function takes what was typed and gives it back as it is stored, or raises ValueError with a
sentence for the person. Blank is "".
"""

from __future__ import annotations

import re

# Companies House: England and Wales have none; the rest of the register has two letters.
_COMPANY_PREFIXES = (
    "AC CE CS FC FE GE GN GS IC IP LP NA NC NF NI NL NO NP NV NZ OC OE PC RC RS SA SC SE SF SG SI "
    "SL SO SP SR SZ ZC"
).split()

_COMPANY = re.compile(r"(\d{8}|[A-Z]{2}\d{6}|IP\d{5}R|SP\d{5}R|NP\d{5}R)")
_POSTCODE = re.compile(
    r"(GIR0AA|[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9][0-9]"
    r"|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRV-Y])[0-9][ABD-HJLNP-UW-Z]{2})"
)


def _packed(text: str) -> str:
    """Upper case without spaces, dots or slashes; any dash is a hyphen."""
    return re.sub(r"[\s./]", "", text).upper().translate({0x2010: "-", 0x2011: "-", 0x2013: "-"})


def company_number(text: str) -> str:
    """Eight characters, leading zeros kept: `1234567` is stored as `01234567`."""
    packed = _packed(text)
    if not packed:
        return ""
    if packed.isascii() and packed.isdigit() and 6 <= len(packed) <= 7:
        packed = packed.zfill(8)
    known = packed[:2] in _COMPANY_PREFIXES or packed[:1].isdigit()
    if not packed.isascii() or not _COMPANY.fullmatch(packed) or not known:
        raise ValueError(
            "Enter a company number of 8 characters, like 01234567 or SC123456. "
            "It is on Companies House and on your certificate of incorporation"
        )
    return packed


def charity_number(text: str) -> str:
    """Six to eight digits, for a linked charity with its suffix: `1234567` or `1234567-1`."""
    packed = _packed(text)
    if not packed:
        return ""
    if not packed.isascii() or not re.fullmatch(r"\d{6,8}(-\d{1,2})?", packed) or len(packed) > 10:
        raise ValueError("Enter a charity number of 6 to 8 numbers, like 1234567 or 1234567-1")
    return packed


def ods_code(text: str) -> str:
    """Three to ten letters and numbers: `RAJ`, `VM5K2`."""
    packed = _packed(text)
    if not packed:
        return ""
    if not packed.isascii() or not re.fullmatch(r"[A-Z0-9]{3,10}", packed):
        raise ValueError("Enter an ODS code of 3 to 10 letters and numbers, like VM5K2")
    return packed


def cqc_provider_id(text: str) -> str:
    """`1-` and 6 to 12 digits: `1-101234567`."""
    packed = _packed(text)
    if not packed:
        return ""
    if not packed.isascii() or not re.fullmatch(r"1-\d{6,12}", packed):
        raise ValueError(
            "Enter a CQC provider ID that starts with 1- and has 6 to 12 numbers after it, "
            "like 1-101234567"
        )
    return packed


def postcode(text: str) -> str:
    """A UK postcode with its one space: `sw1a1aa` is stored as `SW1A 1AA`."""
    packed = _packed(text)
    if not packed:
        return ""
    if not packed.isascii() or not _POSTCODE.fullmatch(packed):
        raise ValueError("Enter a full UK postcode, like LS1 4AP")
    return f"{packed[:-3]} {packed[-3:]}"


def website(text: str) -> str:
    """A web address; one typed without its scheme gets https."""
    plain = text.strip()
    if not plain:
        return ""
    if "://" not in plain:
        plain = f"https://{plain}"
    if not re.fullmatch(r"https?://[^\s/@:?#]+\.[^\s/@:?#.]{2,}(:\d+)?([/?#]\S*)?", plain):
        raise ValueError("Enter a web address, like https://www.example.org")
    return plain
