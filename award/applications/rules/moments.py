"""Moments as a receipt tells them."""

from __future__ import annotations

from datetime import datetime

from award.foundation.clock import london


def to_the_minute(moment: datetime) -> str:
    """Friday 4 December 2026 at 1pm."""
    local = london(moment)
    half = "am" if local.hour < 12 else "pm"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local:%A} {local.day} {local:%B %Y} at {local.hour % 12 or 12}{minutes}{half}"


def to_the_second(moment: datetime) -> str:
    """Friday 4 December 2026 at 12:59:07pm, London time."""
    local = london(moment)
    half = "am" if local.hour < 12 else "pm"
    clock = f"{local.hour % 12 or 12}:{local:%M:%S}{half}"
    repeated = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    zone = f" {local.tzname()}" if repeated else ""  # which of autumn's two 1:30ams it was
    return f"{local:%A} {local.day} {local:%B %Y} at {clock}{zone}, London time"
