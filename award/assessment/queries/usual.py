"""How far totals of one application usually lie apart in a round: what one is called far off by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Float, ScalarSelect, func, select, type_coerce

from award.applications.models import Application
from award.assessment.models.kept import ScoreSummary
from award.foundation.scopes import within

_S = ScoreSummary
_MORE = _S.submitted - _S.excluded - 1


@within("round_id")
def usual_in(round_id: Any, met: ColumnElement[bool] | None = None) -> ScalarSelect[float]:
    """The variance of totals about the mean of their application, pooled over those of the round
    that the reader may have `met`, so that it tells nothing of the rest. Without it over all: for
    whoever may meet them all, as who reads what is kept."""
    pooled = func.sum(_MORE * _S.sd_pct * _S.sd_pct) / func.sum(_MORE)
    which = (
        Application.round_id == round_id
        if met is None
        else ((Application.round_id == round_id) & met)
    )
    return (
        select(type_coerce(pooled, Float))
        .select_from(Application)
        .join(_S, _S.application_id == Application.id)
        .where(which, _MORE > 0, _S.sd_pct.is_not(None))
        .correlate_except(Application, _S)
        .scalar_subquery()
    )
