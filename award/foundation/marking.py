"""Protective markings: what a list, a file or a printed page says of how it is to be kept."""

from __future__ import annotations

OFFICIAL = "OFFICIAL"
OPINION = "OFFICIAL-SENSITIVE: contains assessor opinion"
PERSONAL = "OFFICIAL-SENSITIVE: contains personal information"
