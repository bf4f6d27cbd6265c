"""What organisations are known by in open data: the prefix of a public register and its number."""

from __future__ import annotations


def organisation_id(
    org_type: str, *, company: str = "", charity: str = "", ods: str = ""
) -> str:  # fmt: skip
    """The first that there is; "" for who is in none of these registers. A charity is known by its
    charity number, an NHS organisation by its code. Leading zeros are part of a number."""
    numbers = {"charity": _charity(charity), "nhs": ods and f"GB-NHS-{ods}"}
    numbers["company"] = f"GB-COH-{company.zfill(8)}" if company else ""
    first = {"charity": "charity", "nhs_body": "nhs", "csu_or_alb": "nhs"}.get(org_type, "company")
    order = (first, "company", "charity", "nhs")
    return next((numbers[kind] for kind in order if numbers[kind]), "")


def _charity(number: str) -> str:
    """A charity linked to another, `1234567-1`, is known by the number of that one."""
    if not number:
        return ""
    if number.startswith("SC"):
        return f"GB-SC-{number}"
    if number.startswith("NIC"):
        return f"GB-NIC-{number.removeprefix('NIC')}"
    return f"GB-CHC-{number.partition('-')[0]}"
