"""The keys that the trail's hashes are made with: the one in use, and those that were before."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app

from award.foundation.digests import canonical_json


@dataclass(frozen=True)
class Keyring:
    """Keys by their name, which every event notes: eight digits that don't give the key away."""

    current: str
    keys: Mapping[str, bytes]

    def digest(self, text: str, name: str | None = None) -> str:
        """HMAC-SHA-256 with the key of this name, or the one in use. KeyError for one that is
        not known."""
        key = self.keys[self.current if name is None else name]
        return hmac.digest(key, text.encode(), "sha256").hex()


def keyring() -> Keyring:
    """From `AWARD_AUDIT_KEY` and `AWARD_AUDIT_OLD_KEYS`."""
    settings = current_app.config["SETTINGS"]
    return _ring_of(settings.audit_key, *settings.former_audit_keys)


@lru_cache(maxsize=4)
def _ring_of(current: str, *former: str) -> Keyring:
    named = {name_of(secret): secret.encode() for secret in (current, *former)}
    return Keyring(name_of(current), named)


def name_of(secret: str) -> str:
    return hashlib.sha256(f"name of an audit key\n{secret}".encode()).hexdigest()[:8]


def digest_of(value: Any) -> str:
    """A digest that only holders of the key can compare: `key name:64 digits`. What it stands for
    can't be guessed from it, however short."""
    ring = keyring()
    return f"{ring.current}:{ring.digest(canonical_json(value))}"


def fits(value: Any, digest: str) -> bool:
    """Is this the value that `digest_of` was given? False, too, when its key is not known."""
    name, _, _ = digest.partition(":")
    ring = keyring()
    return name in ring.keys and hmac.compare_digest(
        digest, f"{name}:{ring.digest(canonical_json(value), name)}"
    )
