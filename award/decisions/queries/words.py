"""What staff wrote for an applicant, beside what it rests on."""

from __future__ import annotations

from award.assessment.models.kept import ScoreSummary
from award.decisions.models import Decision
from award.decisions.rules.feedback import Words


def words_of(decision: Decision, summary: ScoreSummary | None) -> Words | None:
    """What staff wrote for its applicant, and what it rests on."""
    if not decision.words_for_applicant:
        return None
    return as_words(decision.words_for_applicant, decision.ground, summary)


def as_words(text: str, ground: str | None, summary: ScoreSummary | None) -> Words:
    if summary is None:
        return Words(text, ground, {})
    return Words(text, ground, summary.criterion_means, score=decided_on(summary))


def decided_on(summary: ScoreSummary) -> float | None:
    """The score that ranks it: what a panel agreed, or the mean."""
    return summary.mean_pct if summary.moderated_pct is None else summary.moderated_pct
