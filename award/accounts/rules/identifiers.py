"""Forms of the numbers that organisations are known by. Form only: nothing is looked up.

Each function takes what was typed and gives it back as it is stored, or raises ValueError with a
sentence for the person. Blank is "".
"""

from __future__ import annotations

import re

from award.foundation.text import as_meant

# Companies House: England and Wales have none; the rest of the register has two letters.
_COMPANY_PREFIXES = (
    "AC CE CS FC FE GE GN GS IC IP LP NA NC NF NI NL NO NP NV NZ OC OE PC RC RS SA SC SE SF SG SI "
    "SL SO SP SR SZ ZC"
).split()

_COMPANY = re.compile(r"(\d{8}|[A-Z]{2}\d{6}|IP\d{5}R|SP\d{5}R|NP\d{5}R)", re.ASCII)
_POSTCODE = re.compile(
    r"(GIR0AA|[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9][0-9]"
    r"|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRV-Y])[0-9][ABD-HJLNP-UW-Z]{2})"
)
_CHARITY = re.compile(r"\d{6,8}(-\d{1,2})?|SC\d{6}|NIC\d{6}", re.ASCII)
_CQC = re.compile(r"1-\d{6,12}|R[A-Z0-9]{2}", re.ASCII)
_CQC_LOCATION = re.compile(r"1-\d{6,12}|R[A-Z0-9]{4}", re.ASCII)
_ODS = re.compile(
    r"""(?=\w*\d)([A-Z0-9]{3}|[A-Z0-9]{5})  # most, those that alternate (A1B2C) included
    | [RQNT][A-Z]{2}([A-Z]{2})?           # trusts, integrated care boards and their sites
    | V[LMN][A-Z]{3}                      # care homes and their offices
    | [A-Z]\d{5}(\d{3})?                  # practices and their branches
    | [A-Z0-9]{2}[A-Z]?\d{3,6}            # schools, service providers
    | S\d{8}                              # Scotland""",
    re.ASCII | re.VERBOSE,
)
_NO_CODES = frozenset("NIL NON NOT NOR NEW NHS NEVER TBA TBC TBD THE TRUST".split())
"""What people write instead, and what looks like a code."""


def _packed(text: str) -> str:
    """Upper case without spaces, dots or slashes; any dash is a hyphen."""
    return re.sub(r"[ ./]", "", as_meant(text)).upper()


def company_number(text: str) -> str:
    """Eight characters, leading zeros kept: `1234567` is stored as `01234567`."""
    packed = _packed(text)
    if not packed:
        return ""
    if packed.isascii() and packed.isdigit() and 6 <= len(packed) <= 7:
        packed = packed.zfill(8)
    known = packed[:2] in _COMPANY_PREFIXES or packed[:1].isdigit()
    if not _COMPANY.fullmatch(packed) or not known or not packed.strip("0"):
        raise ValueError(
            "Enter a company number of 8 characters, like 01234567 or SC123456. "
            "It is on Companies House and on your certificate of incorporation"
        )
    return packed


def charity_number(text: str) -> str:
    """Six to eight digits in England and Wales, for a linked charity with its suffix: `1234567`
    or `1234567-1`. In Scotland `SC012345`, in Northern Ireland `NIC101234`."""
    packed = _packed(text)
    if not packed:
        return ""
    if len(packed) > 10 or not _CHARITY.fullmatch(packed):
        raise ValueError(
            "Enter a charity number of 6 to 8 numbers, like 1234567 or 1234567-1, or one from "
            "Scotland or Northern Ireland, like SC012345 or NIC101234"
        )
    return packed


def ods_code(text: str) -> str:
    """A code in one of the forms that the Organisation Data Service gives out: `RAJ`, `VM5K2`.

    Words such as "Not sure", "none" or "pending" have none of them.
    """
    packed = _packed(text)
    if not packed:
        return ""
    if not _ODS.fullmatch(packed) or packed in _NO_CODES:
        raise ValueError(
            "Enter an ODS code, like RAJ or VM5K2. Most have 3 or 5 letters and numbers. "
            "Leave it blank if you do not know it"
        )
    return packed


def cqc_provider_id(text: str) -> str:
    """`1-` and 6 to 12 digits, `1-101234567`; NHS trusts have their three letters, `RAJ`."""
    return _cqc(text, _CQC, "provider ID", "1-101234567")


def cqc_location_id(text: str) -> str:
    """`1-` and 6 to 12 digits, `1-109876543`; sites of NHS trusts have five characters, `RAJ01`."""
    return _cqc(text, _CQC_LOCATION, "location ID", "1-109876543")


def _cqc(text: str, form: re.Pattern[str], called: str, example: str) -> str:
    packed = _packed(text)
    if packed and not form.fullmatch(packed):
        raise ValueError(
            f"Enter a CQC {called} that starts with 1- and has 6 to 12 numbers after it, "
            f"like {example}"
        )
    return packed


def same_number(kind: str, number: str) -> str:
    """What two ways of writing one number of this kind, as they are stored, come to alike."""
    packed = _packed(number)
    if kind == "charity_number":
        main, _, link = packed.partition("-")
        return "-".join(filter(None, (main.lstrip("0"), link.lstrip("0"))))  # -0 is the main one
    if kind in ("cqc_provider_id", "cqc_location_id") and packed.startswith("1-"):
        return f"1-{packed[2:].lstrip('0')}"
    return packed.zfill(8) if kind == "company_number" and packed.isdigit() else packed


def postcode(text: str) -> str:
    """A UK postcode with its one space: `sw1a1aa` is stored as `SW1A 1AA`."""
    packed = _packed(text)
    if not packed:
        return ""
    if not _POSTCODE.fullmatch(packed):
        raise ValueError("Enter a full UK postcode, like LS1 4AP")
    return f"{packed[:-3]} {packed[-3:]}"


def website(text: str) -> str:
    """A web address; one typed without its scheme gets https."""
    plain = as_meant(text).replace(" ", "")
    if not plain:
        return ""
    if "://" not in plain:
        plain = f"https://{plain}"
    if not re.fullmatch(r"https?://[^\s/@:?#\[\]]+\.[^\s/@:?#.\[\]]{2,}(:\d+)?([/?#]\S*)?", plain):
        raise ValueError("Enter a web address, like https://www.example.org")
    return plain
