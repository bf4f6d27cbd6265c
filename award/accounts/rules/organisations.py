"""The kinds of organisation that may lead or take part, and the regions of England and beyond."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from award.accounts.rules import identifiers
from award.foundation.folding import name_key

TYPES: Final = {
    "social_care_provider": "Provider of adult social care",
    "local_authority": "Local authority",
    "nhs_body": "NHS organisation",
    "charity": "Charity or other voluntary organisation",
    "sme": "Small or medium-sized company (fewer than 250 staff)",
    "large_company": "Large company (250 staff or more)",
    "hei": "University or other higher education institution",
    "csu_or_alb": "Commissioning support unit or arm's-length body",
    "other": "Something else",
}

ENGLISH_REGIONS: Final = (
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
)
REGIONS: Final = (
    *ENGLISH_REGIONS,
    "Scotland",
    "Wales",
    "Northern Ireland",
    "Outside the UK",
)

UNITED_KINGDOM: Final = "United Kingdom"

# How people write it, or a part of it, in small letters without dots.
_OF_THE_UK: Final = frozenset(
    {
        "uk",
        "gb",
        "gbr",
        "united kingdom",
        "united kingdom of great britain and northern ireland",
        "great britain",
        "great britain and northern ireland",
        "britain",
        "england",
        "scotland",
        "wales",
        "cymru",
        "northern ireland",
        "england and wales",
    }
)


def country(text: str) -> str:
    """The country as it is stored: every name of the UK and of its nations is UNITED_KINGDOM,
    with or without "the" before it and "UK" behind it. Any other stays as it was written."""
    written = " ".join(text.split())
    plain = " ".join(written.casefold().replace(".", "").replace(",", " ").split())
    plain = plain.removeprefix("the ")
    short = plain.removesuffix(" uk").removesuffix(" (uk)").removesuffix(" united kingdom")
    return UNITED_KINGDOM if plain in _OF_THE_UK or short in _OF_THE_UK else written


COLUMNS: Final = (
    "name",
    "org_type",
    "address_line_1",
    "address_line_2",
    "town",
    "postcode",
    "region",
    "hq_country",
    "uk_registered_office",
    "company_number",
    "charity_number",
    "ods_code",
    "cqc_provider_id",
    "website",
)
"""What people say about their organisation, and what a submission keeps of it."""

# Each column with the rule for its form; blank is stored as NULL for those in NUMBERS.
FORMS: Final = {
    "hq_country": country,
    "postcode": identifiers.postcode,
    "company_number": identifiers.company_number,
    "charity_number": identifiers.charity_number,
    "ods_code": identifiers.ods_code,
    "cqc_provider_id": identifiers.cqc_provider_id,
    "website": identifiers.website,
}
NUMBERS: Final = {
    "charity_number": "charity number",
    "company_number": "company number",
    "cqc_provider_id": "CQC provider ID",
    "ods_code": "ODS code",
}
"""What a register calls an organisation by: each is one organisation's."""


def number_taken(kind: str, own: str = "") -> str:
    """`own` is the name of the organisation, for its members. Whose a number is stands in a public
    register; that they apply here is told to nobody."""
    if own:
        return f"You have added the organisation with this {NUMBERS[kind]} already: “{own}”"
    return (
        f"An organisation with this {NUMBERS[kind]} is registered here already. Ask your colleague "
        "who registered it to lead the application, or ask to join it"
    )


MOST_FORMER: Final = 5
"""Names that it had and that are kept."""


def with_former(former: Sequence[str], was: str, now: str) -> str:
    """The names that it had before `now`, a line each, the last first. One that is written
    otherwise is the same name."""
    names = {name_key(one): one for one in (was, *former)}
    names.pop(name_key(now), None)
    return "\n".join([*names.values()][:MOST_FORMER])
