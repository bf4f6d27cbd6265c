"""An award as the 360Giving standard has it, version 1.4: as JSON, and as a row of its CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from award.accounts.rules.organisations import TYPES
from award.case_studies.rules.vocabulary import SETTINGS, labels

VERSION: Final = "1.4"


@dataclass(frozen=True)
class Publisher:
    """Who publishes, as the settings say. `site` is the address of the service, without a slash at
    its end."""

    name: str
    prefix: str
    identifier: str
    website: str
    licence: str
    site: str

    @property
    def id(self) -> str:
        return self.identifier or f"{self.prefix}-publisher"


@dataclass(frozen=True)
class Award:
    """What everybody may know of one."""

    reference: str
    title: str
    description: str
    amount_gbp: int
    awarded_on: date
    organisation_name: str
    organisation_id: str
    organisation_key: str
    org_type: str
    region: str
    company_number: str
    charity_number: str
    settings: Sequence[str]
    phase: int
    round_reference: str
    round_title: str
    changed_at: datetime


def package(publisher: Publisher, modified: datetime) -> dict[str, Any]:
    """All of the file but its grants."""
    about: dict[str, Any] = {"id": publisher.id, "name": publisher.name}
    found = {
        "version": VERSION,
        "title": f"Awards of {publisher.name}",
        "description": "Projects that were funded, once their applicants were told. Each "
        "description was read by a person before it was published.",
        "identifier": f"{publisher.prefix}-awards",
        "issued": modified.astimezone(UTC).date().isoformat(),
        "modified": moment(modified),
        "publisher": {
            "identifier": about["id"],
            "name": about["name"],
            **_given(website=publisher.website),
        },
        "downloadURL": f"{publisher.site}/open-data/awards.json",
        "accessURL": f"{publisher.site}/awards",
    }
    return found | _given(license=publisher.licence)


def grant(award: Award, publisher: Publisher) -> dict[str, Any]:
    recipient = {
        "id": award.organisation_id or f"{publisher.prefix}-{award.organisation_key}",
        "name": award.organisation_name,
        "organisationType": TYPES.get(award.org_type, ""),
        **_given(
            companyNumber=award.company_number,
            charityNumber=award.charity_number,
            addressRegion=award.region,
        ),
    }
    setting_words = dict(zip(award.settings, labels(SETTINGS, award.settings), strict=True))
    return {
        "id": f"{publisher.prefix}-{award.reference}",
        "title": award.title,
        "description": award.description,
        "currency": "GBP",
        "amountAwarded": award.amount_gbp,
        "awardDate": award.awarded_on.isoformat(),
        "recipientOrganization": [recipient],
        "fundingOrganization": [{"id": publisher.id, "name": publisher.name}],
        "grantProgramme": [
            {
                "code": award.round_reference,
                "title": award.round_title,
                "url": f"{publisher.site}/rounds/{award.round_reference}",
            }
        ],
        "classifications": [
            {"vocabulary": "Phase", "code": str(award.phase), "title": f"Phase {award.phase}"},
            *(
                {"vocabulary": "Care setting", "code": code, "title": words}
                for code, words in setting_words.items()
            ),
        ],
        "fromOpenCall": "Yes",
        "dataSource": f"{publisher.site}/awards",
        "dateModified": moment(award.changed_at),
    }


HEADINGS: Final = (
    "Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date",
    "Recipient Org:Identifier", "Recipient Org:Name", "Recipient Org:Organisation Type",
    "Recipient Org:Company Number", "Recipient Org:Charity Number", "Recipient Org:County",
    "Funding Org:Identifier", "Funding Org:Name", "Grant Programme:Code",
    "Grant Programme:Title", "Grant Programme:URL", "From An Open Call?", "Data Source",
    "Last Modified", "Phase", "Care Settings",
)  # fmt: skip
"""Those of the standard, then two of ours, which it allows."""


def row(found: Mapping[str, Any]) -> list[str | int]:
    """A `grant` under `HEADINGS`."""
    (to,), (by,), (round_,) = (
        found[key] for key in ("recipientOrganization", "fundingOrganization", "grantProgramme")
    )
    phase, *settings = (one["title"] for one in found["classifications"])
    return [
        found["id"], found["title"], found["description"], found["currency"],
        found["amountAwarded"], found["awardDate"], to["id"], to["name"], to["organisationType"],
        to.get("companyNumber", ""), to.get("charityNumber", ""), to.get("addressRegion", ""),
        by["id"], by["name"], round_["code"], round_["title"], round_["url"],
        found["fromOpenCall"], found["dataSource"], found["dateModified"], phase,
        "; ".join(settings),
    ]  # fmt: skip


def moment(at: datetime) -> str:
    """As the standard writes a moment."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _given(**values: str) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}
