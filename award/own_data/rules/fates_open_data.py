"""What becomes of columns about what everybody may know of awards and rounds."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import BY_ACCOUNT, OF_US, Fate

_SAID: Final = Fate(
    exported=False, erased=False,
    why="what was funded with public money, of organisations; who is named in it has agreed",
)  # fmt: skip

FATES_OF_OPEN_DATA: Final[dict[str, Fate]] = {
    **{
        f"public_award.{name}": _SAID
        for name in (
            "title", "title_key", "description", "settings", "organisation_name",
            "organisation_name_key", "org_type", "region", "company_number", "charity_number",
            "organisation_id",
        )
    },
    "public_award.reference": OF_US,
    "public_award.organisation_key": OF_US,
    "public_award.changed_by_id": BY_ACCOUNT,
    "named_assessor.person_id": BY_ACCOUNT,
}  # fmt: skip
