"""Which domains belong to no one organisation: data of the release."""

from __future__ import annotations

from functools import cache

from config import ROOT

_SEEDS = ROOT / "seeds"


@cache
def shared_domains() -> frozenset[str]:
    """At which anybody can have an address."""
    return _lines("mail_domains.txt")


@cache
def domain_suffixes() -> frozenset[str]:
    """Under which organisations have domains."""
    return _lines("domain_suffixes.txt")


def _lines(name: str) -> frozenset[str]:
    lines = (_SEEDS / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and line[0] != "#")
