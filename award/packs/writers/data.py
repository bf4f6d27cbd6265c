"""What assessors said of an application, for a machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from award.assessment.queries.fixed import FixedRow
from award.moderation.queries.sheets import PanelSheet
from award.packs.queries.told import Opinions, Told
from award.packs.writers.fixity import before_others
from award.rounds.models import Criterion


def as_data(told: Told, opinions: Opinions) -> dict[str, Any]:
    """The same as on paper."""
    agreed, round_ = opinions.standing, told.item.round
    return {
        "application": told.item.reference,
        "title": told.item.application.title,
        "round": round_.reference,
        "submission": told.submission.number,
        "submission_sha256": told.submission.sha256,
        "agreed_pct": agreed.score.pct if agreed else None,
        "sheets": [
            *(_sheet_data(one, round_.criteria, opinions) for one in opinions.deciding),
            *(_sheet_data(one, round_.lived_criteria, opinions) for one in opinions.beside),
        ],
    }


def _sheet_data(
    sheet: PanelSheet, criteria: Sequence[Criterion], opinions: Opinions
) -> dict[str, Any]:
    titles = {one.key: one.title for one in criteria}
    counted = sheet.counts_for(criteria)
    submissions = opinions.fixed.get(sheet.assignment.id, ())
    fixed = submissions[-1] if submissions else None
    before = before_others(sheet, criteria)
    confident = {} if sheet.for_programme is None else {"for_programme": sheet.for_programme}
    return {
        "assessor": sheet.who,
        "panel": sheet.panel,
        "total_pct": round(sheet.total_pct, 2),
        "counted_pct": None if counted is None else round(counted, 2),
        "in_scope": sheet.in_scope,
        "recommend": sheet.recommend,
        "scores": [
            {
                "criterion": titles[key],
                "score": one.value,
                "reason": one.justification,
                "counts": not sheet.is_out(key),
                "before_others_could_be_read": _as_given(before.get(titles[key])),
            }
            for key, one in sheet.scores.items()
        ],
        "for_applicant": sheet.for_applicant,
        "fixed": _fixed_data(fixed) if fixed else None,
        "fixed_before": [_fixed_data(one) for one in submissions[:-1]],
        **confident,
    }


def _as_given(was: tuple[int | None, str] | None) -> dict[str, Any] | None:
    return None if was is None else {"score": was[0], "reason": was[1]}


def _fixed_data(fixed: FixedRow) -> dict[str, Any]:
    return {
        "number": fixed.number,
        "sha256": fixed.sha256,
        "fixed_at": fixed.fixed_at.isoformat(),
        "shown_at": fixed.shown_at.isoformat() if fixed.shown_at else None,
    }
