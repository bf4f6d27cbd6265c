"""Word to staff that somebody claims, and to them what became of it. No application is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from award.accounts.queries.people import people_with_role
from award.foundation.enough import Limit
from award.foundation.outbox import Notice, Recipient
from award.foundation.policy import Role
from award.payments.models import PayClaim
from award.payments.rules.offer import pounds

_SAMPLE = {"code": "PAY-7K3F9Q", "total": "£124.50"}


def _staff(claim: PayClaim) -> list[Recipient]:
    return [
        Recipient(one.email, one.name)
        for one in people_with_role(Role.STAFF)
        if one.id != claim.person_id
    ]


def _person(claim: PayClaim) -> list[Recipient]:
    return [Recipient(claim.person.email, claim.person.name)]


def _told(claim: PayClaim) -> Mapping[str, Any]:
    return {"code": claim.reference, "total": pounds(claim.total_pence)}


NOTICES = (
    Notice(
        "pay_claim.made",
        limit=Limit(in_all=100, to_one=20),
        recipients=_staff,
        context=_told,
        says="Tells staff that a lived-experience assessor claims payment or expenses",
        roles=frozenset({Role.STAFF}),
        sample=_SAMPLE,
    ),
    Notice(
        "pay_claim.approved",
        recipients=_person,
        context=_told,
        says="Tells a lived-experience assessor that their claim is approved",
        roles=frozenset({Role.ASSESSOR}),
        sample=_SAMPLE,
    ),
    Notice(
        "pay_claim.sent_back",
        recipients=_person,
        context=_told,
        says="Tells a lived-experience assessor why their claim came back",
        roles=frozenset({Role.ASSESSOR}),
        sample={**_SAMPLE, "reason": "The receipt for the train is of another day."},
    ),
    Notice(
        "pay_claim.paid",
        recipients=_person,
        context=_told,
        says="Tells a lived-experience assessor that their claim is paid",
        roles=frozenset({Role.ASSESSOR}),
        sample=_SAMPLE,
    ),
)
