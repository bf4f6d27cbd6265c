"""Problems and settings as somebody types them who looks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from award.case_studies.rules import vocabulary
from award.foundation.search import groups_of

_SETTINGS: Final = frozenset(vocabulary.SETTINGS)
_ASKED_AS: Final[Mapping[str, str]] = {
    "falls": "falls",
    "nights": "nights",
    "pain_and_illness": "pain",
    "medicines": "medicines",
    "eating_and_drinking": "eating",
    "everyday_life": "everyday life",
    "loneliness": "loneliness",
    "communication": "language",
    "distress": "distress",
    "unpaid_carers": "unpaid carers",
    "assessment": "assessment",
    "records": "records",
    "rotas": "rotas",
    "workforce": "staff",
    "waiting": "waiting",
    "leaving_hospital": "leaving hospital",
    "planning": "planning",
    "homecare": "homecare",
    "live_in": "live-in care",
    "residential_home": "care homes",
    "nursing_home": "nursing homes",
    "extra_care": "extra care",
    "supported_living": "supported living",
    "sheltered_housing": "sheltered housing",
    "shared_lives": "shared lives",
    "reablement": "reablement",
    "day_services": "day services",
    "community_equipment": "telecare",
    "own_home_no_service": "own home",
    "hospital_discharge": "leaving hospital",
    "social_work_team": "social work",
    "commissioning_team": "commissioning",
}


def words_for(problem: str, setting: str) -> str:
    """“falls in extra care”; "" for a problem that is nothing to look for."""
    words = (_ASKED_AS.get(key, "") for key in (problem, setting))
    return " in ".join(dict.fromkeys(words)) if problem in _ASKED_AS else ""


def looked_for(typed: str, chosen: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """The problem and the setting of a search: the one that is chosen, or else the one that its
    words name; "" for none, or several."""

    def one(facet: str, named: str) -> str:
        values = chosen.get(facet) or (named,)
        return values[0] if len(values) == 1 else ""

    problem, setting = named_in(typed)
    return one("problem", problem), one("setting", setting)


@lru_cache(maxsize=500)
def named_in(typed: str) -> tuple[str, str]:
    """The problem and the setting that a search names, in whatever words; "" for none, or several:
    “fell in sheltered flats”."""
    asked = [set(group.terms) for group in groups_of(typed)]
    found = [
        key
        for key, words in _ASKED_AS.items()
        if all(any(asked_for & {*group.terms} for asked_for in asked) for group in groups_of(words))
    ]
    problems = [key for key in found if key not in _SETTINGS]
    settings = [key for key in found if key in _SETTINGS]
    return (
        problems[0] if len(problems) == 1 else "",
        settings[0] if len(settings) == 1 else "",
    )
