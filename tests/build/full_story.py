"""A case study in which everything is said, for tests of its pages."""

from __future__ import annotations

from typing import Any

FULL: dict[str, Any] = {
    "outcome": "mixed",
    "generative": "no",
    "cost_band": "5k_to_25k",
    "cost_words": "Nine hundred pounds a room, then four pounds a week.",
    "staff_time": "Two hours a night less on rounds, one more on calls.",
    "errors_and_missed": "Three of sixty-one falls were silent.",
    "who_said_no": "Eleven of forty-eight people.",
    "less_well_for": "People who speak softly.",
    "length_months": 18,
    "people_count": 48,
    "problems": ["falls", "nights"],
    "senses": ["microphone"],
    "results": [
        {"id": "r1", "measure": "Wakings a night", "group": "People in six homes", "before": "6.4",
         "after": "3.7", "unit": "a night", "n": 34, "direction": "better",
         "counted_by": "Night staff"},
        {"id": "r2", "measure": "Falls", "direction": "cannot_tell"},
    ],
    "numbers": [{"id": "n1", "figure": "6.4 to 3.7", "what": "wakings a night",
                 "source": "Wakings a night"}],
    "quotes": [
        {"id": "q1", "words": "I sleep until the birds.", "who": "A woman who lives there",
         "consent_by": "Maud Planted-Consent", "consent_on": "2026-03-02"},
        {"id": "q2", "words": "Nobody asked me whether I may be quoted.", "who": "A care worker"},
    ],
    "buyers": [{"id": "failing", "answer": "Staff go back to rounds."}],
    "documents": [
        {"id": "d1", "title": "The evaluation", "address": "https://listening.example/report"},
        {"id": "d2", "title": "The leaflet", "address": "on request"},
    ],
}  # fmt: skip
