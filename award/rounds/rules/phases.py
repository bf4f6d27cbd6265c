"""The four phases of the award, and who can lead in each.

Source: the award's public guidance for its second and third rounds, in our own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Phase:
    number: int
    name: str
    purpose: str


PHASES = {
    phase.number: phase
    for phase in (
        Phase(1, "Feasibility", "Show that the idea can work, technically and in care"),
        Phase(2, "Development and evaluation",
              "Build and test a prototype, with first evidence that it is safe and useful"),
        Phase(3, "Real-world testing",
              "First use in real social care settings, to learn whether and how it helps"),
        Phase(4, "First adoption",
              "Use at several sites, with an independent evaluation, as evidence for wider use"),
    )
}  # fmt: skip

MARKET_PHASES = frozenset({3, 4})
"""Phases for products that may already be sold, or need no authorisation."""

LEADS = (
    "Small and medium-sized companies",
    "local authorities",
    "care providers and other providers of health or social care services",
    "charities",
    "universities and colleges",
    "NHS organisations",
)
LEADS_IN_SHORT = f"{', '.join(LEADS[:-1])} and {LEADS[-1]}."
LATER_LEADS = (
    "They need a registered office in the UK, or a UK health or social care organisation as "
    "co-lead."
)


def named(numbers: Sequence[int]) -> str:
    """Phase 3; Phases 3 and 4."""
    words = [str(number) for number in numbers]
    if len(words) == 1:
        return f"Phase {words[0]}"
    return f"Phases {', '.join(words[:-1])} and {words[-1]}"


def later_phases(phases: Iterable[int]) -> list[int]:
    """Those of the phases that need a product ready for the market."""
    return sorted(MARKET_PHASES & set(phases))
