"""What the public list can be narrowed by, and which values of it a published text has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from award.accounts.rules.organisations import TYPES
from award.case_studies.rules import measured, running, vocabulary


@dataclass(frozen=True)
class Facet:
    """One question with boxes to tick. `labels` has its values in order, `field` the one of the
    published text that answers it, "" where something else does; `weight` is how much sharing a
    value makes two texts alike, a power of two or 0. `read` is what of the text answers it where
    that is not the field as it stands."""

    key: str
    heading: str
    labels: Mapping[str, str]
    field: str
    weight: int = 0
    read: Callable[[Mapping[str, Any]], str] | None = None

    def of(self, content: Mapping[str, Any]) -> Iterator[str]:
        """The values that a text has. A text published before there was such a field has none."""
        said = (self.read(content) if self.read else content.get(self.field)) or ()
        for value in dict.fromkeys((said,) if isinstance(said, str) else said):
            if value in self.labels:
                yield value


FACETS: Final = (
    Facet("problem", "Problem", vocabulary.PROBLEMS, "problems", 4),
    Facet("setting", "Where care happens", vocabulary.SETTINGS, "settings", 2),
    Facet("people", "Who it is for", vocabulary.BENEFICIARIES, "beneficiaries", 1),
    Facet("capability", "Kind of AI", vocabulary.CAPABILITIES, "capabilities", 1),
    Facet("stage", "Stage", vocabulary.STAGE_LABELS, "stage", 1),
    Facet("outcome", "What became of it", vocabulary.OUTCOME_LABELS, "outcome"),
    Facet(
        "evidence",
        "How strong the evidence is",
        vocabulary.EVIDENCE_LABELS,
        measured.EVIDENCE,
        read=measured.evidence_of,
    ),
    Facet("cost", "Cost in use", vocabulary.COST_BANDS, "cost_band"),
    Facet("senses", "What it senses", vocabulary.SENSES, "senses"),
    Facet(
        "generative",
        "Does it write or make something itself?",
        {"yes": "It writes or makes something itself", "no": "It makes nothing itself"},
        "generative",
    ),
    Facet(
        "organisation",
        "Kind of organisation",
        {key: vocabulary.organisation_type(key) for key in TYPES},
        "organisation_type",
    ),
    Facet("region", "Region", {name: name for name in vocabulary.REGIONS}, "region"),
    Facet(running.FACET, "Still running?", running.LABELS, ""),
)
"""In the order in which a reader is offered them."""

STAGE: Final = "stage"
BY_KEY: Final = {facet.key: facet for facet in FACETS}
WEIGHTS: Final = {facet.key: facet.weight for facet in FACETS if facet.weight}


def as_it_stands(stage: str, runs: str) -> str:
    """The stage that it counts as: what has stopped since that was said is no longer in use."""
    return running.RETIRED if runs == running.Running.STOPPED else stage


def facet_values(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(facet, value) pairs that the case study is found by, and counted by in what was tried."""
    found = [(facet.key, value) for facet in FACETS for value in facet.of(content)]
    return [*dict.fromkeys([*found, *measured.filed(content)])]
