"""Which domains of email addresses belong to no one organisation: data of the release."""

from __future__ import annotations

from functools import cache

from config import ROOT

MAIL_DOMAINS = ROOT / "seeds" / "mail_domains.txt"


@cache
def shared_domains() -> frozenset[str]:
    lines = MAIL_DOMAINS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and line[0] != "#")
