"""What a round's scores can and can't tell."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.statistics.commands import statistics
from award.statistics.queries.application_list import statistics_of
from award.statistics.queries.figures_list import figures_of
from award.statistics.rules.permissions import PERMISSIONS
from award.statistics.views import round as of_a_round

CHAPTER = Chapter(
    "statistics",
    blueprints=blueprints_of(of_a_round),
    permissions=PERMISSIONS,
    lists={"statistics": statistics_of, "figures": figures_of},
    commands=(statistics,),
)
