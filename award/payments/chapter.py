"""Pay and expenses of lived-experience assessors."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.foundation.policy import reads_everything
from award.payments import objections
from award.payments.checks import CHECKS
from award.payments.notices import NOTICES
from award.payments.queries.claims import CLAIMS
from award.payments.rules.machine import PAY_CLAIM
from award.payments.rules.offer import hours_in_words, in_words, pounds
from award.payments.rules.permissions import PERMISSIONS
from award.payments.views import assessor, pointing, staff

CHAPTER = Chapter(
    "payments",
    blueprints=blueprints_of(assessor, staff),
    permissions=PERMISSIONS,
    machines=(PAY_CLAIM,),
    notices=NOTICES,
    kinds={"pay_offer": "Offers of pay", "pay_claim": "Claims of assessors"},
    verbs={
        "pay_offer.write": "Said what lived-experience assessors are offered",
        "pay_offer.answer": "Answered an offer of pay",
        "pay_claim.make": "Claimed pay or expenses",
        "pay_claim.approve": "Approved a claim",
        "pay_claim.send_back": "Sent a claim back",
        "pay_claim.pay": "Marked a claim as paid",
        "pay_claim.take_back": "Took back a claim",
    },
    menu=(MenuEntry("Assessors’ claims", "payments_staff.index", reads_everything, place=67),),
    lists={"pay-claims": lambda actor, of: None if of else CLAIMS},
    objections=(("assignment.declare", objections.knows_the_offer),),
    pointers=(
        ("assessing in", pointing.in_rounds),
        ("assessed before", pointing.on_account),
        ("own account", pointing.on_account),
    ),
    filters={"pounds": pounds, "hours_in_words": hours_in_words, "offered_part": in_words},
    checks=CHECKS,
)
