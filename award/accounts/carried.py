"""What a visitor told us before they registered goes with them in the link that confirms their
address, so that it may be opened on another device."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from typing import Any, Final

from flask import current_app, session
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode, base64_encode

from award.accounts.rules.throttle import account_key

GOING_TO: Final = "going_to"
"""In the session: the path that somebody was on the way to when they had to register."""

_KEYS: Final = (GOING_TO, "eligibility")
"""What is taken along: the way, and the answers of the eligibility check."""

_GOOD_FOR: Final = timedelta(days=2)
_LONGEST: Final = 700
"""Of a link in an email, which some programs break; answers that make it longer stay in the
browser. Only a reason that somebody wrote comes near it."""

_USUAL: Final = (
    b'"unsure""none""not_device""ukca_ce""other""csu_or_alb""hei""large_company""charity"'
    b'"nhs_body""local_authority""social_care_provider""no"/applications/AIA-'
    b'",{"going_to":"/rounds/ASC-1/start","eligibility":{"round":"ASC-1","answers":{"phase":1,'
    b'"social_care":"yes","org_type":"sme","hq_uk":true,"uk_registered_office":true,'
    b'"has_uk_co_lead":false,"market_authorisation":"","device_rationale":""}}}]'
)
"""What mostly stands in it, so that it takes little room. Links that were sent are read by it: a
change needs another `_SALT` beside the one that is read still."""
_SALT: Final = "carried in short"
_KEY_LENGTH: Final = 12
_MOST_TOLD: Final = 20_000


def query_for(email: str) -> str:
    """The end of the link, `?with=...`, or nothing when there is nothing to take along."""
    kept = {key: session[key] for key in _KEYS if session.get(key)}
    if not kept:
        return ""
    signed = _in_short([account_key(email)[:_KEY_LENGTH], kept])
    return f"?with={signed}" if len(signed) <= _LONGEST else ""


def take_up(signed: str, email: str) -> None:
    """Put what the link holds for this address into the session; what this browser knows itself
    is newer and stays."""
    try:
        whom, kept = _read(signed)
    except BadSignature:
        return
    if account_key(email).startswith(whom):
        for key in _KEYS:
            if key in kept:
                session.setdefault(key, kept[key])


def _in_short(told: Any) -> str:
    text = json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()
    packer = zlib.compressobj(9, wbits=-15, zdict=_USUAL)
    packed = base64_encode(packer.compress(text) + packer.flush())
    return _signer().sign(packed).decode()


def _read(signed: str) -> tuple[str, dict[str, Any]]:
    """Of a link of today, or of one that was sent while they were longer."""
    age = int(_GOOD_FOR.total_seconds())
    try:
        packed = base64_decode(_signer().unsign(signed, max_age=age))
    except BadSignature:
        held = _as_they_were().loads(signed, max_age=age)
        return held["for"], held["kept"]
    text = zlib.decompressobj(wbits=-15, zdict=_USUAL).decompress(packed, _MOST_TOLD)
    whom, kept = json.loads(text)
    return whom, kept


def _signer() -> TimestampSigner:
    return TimestampSigner(current_app.secret_key or "", salt=_SALT)


def _as_they_were() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="carried")
