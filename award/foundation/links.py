"""Links that open something for whoever has them, without an account.

Two kinds. One is drawn by chance: only its digest is kept, so each email has to be sent with a link
of its own. The other is made from the service's key and stands nowhere: every email about the thing
can have the same one, for as long as the thing is there.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Final

from award.foundation.audit.keys import keyring
from award.foundation.digests import canonical_json

_LENGTH: Final = 40


def new_token() -> str:
    return secrets.token_urlsafe(24)


def digest_of(token: str) -> str:
    """What is kept of a token that was drawn: the table can't be used to open anything."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def made_for(kind: str, whose: str, reference: str, key: str | None = None) -> str:
    """The token of one thing for one of those who come to it by a link; with the `key` of this
    name, or the one in use."""
    return keyring().digest(canonical_json([kind, whose, reference]), key)[:_LENGTH]


def whose_link(kind: str, readers: Iterable[str], reference: str, token: str) -> str | None:
    """Which of its `readers` this link was made for. Keys that were in use before count."""
    typed = token.encode("utf-8", "replace")
    for whose in readers:
        for key in keyring().keys:
            if hmac.compare_digest(made_for(kind, whose, reference, key).encode(), typed):
                return whose
    return None
