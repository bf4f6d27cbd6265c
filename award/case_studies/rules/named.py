"""Which problems a text speaks of: a guess from its words, good enough to point at what others
tried, and never kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from award.foundation.search.tokens import tokens

LEAST: Final = 2
"""Mentions that make a problem one of a text's; what is said once may be said in passing."""
MOST: Final = 2
"""Problems of one text."""

_WORDS: Final[Mapping[str, str]] = {
    "falls": "falling, fallen, fell, fall over, falls",
    "nights": "night, nights, overnight, sleep, asleep, awake",
    "pain_and_illness": "pain, deterioration, deteriorate, unwell, infection, illness, soft signs",
    "medicines": "medicine, medicines, medication, tablets, pills, dose, prescription, pharmacist",
    "eating_and_drinking": "eat, eating, drinking, meal, food, thirst, dehydration, malnutrition,"
    " swallow, choke",
    "everyday_life": "everyday life, everyday things, daily living, daily life, get dressed, cook,"
    " wash, shopping, for themselves, by themselves, independence",
    "loneliness": "lonely, loneliness, isolated, isolation, alone, go out, going out, company,"
    " friends",
    "communication": "language, interpreter, translate, translation, speech, understood, signs,"
    " hearing, deaf",
    "distress": "distress, agitation, agitated, upset, restraint, safeguarding, abuse, neglect",
    "unpaid_carers": "unpaid carer, family carer, carer’s break, carers’ break, respite,"
    " short break, partner, daughter, husband, wife",
    "assessment": "assessment, reassessment, care plan, support plan, annual review",
    "records": "notes, note, paperwork, record, recording, writing up, handover, typing, forms",
    "rotas": "rota, roster, stranger, missed visit, late visit, missed call, different faces,"
    " different carers, travel time",
    "workforce": "recruitment, recruit, vacancy, turnover, retention, training, induction, leavers",
    "waiting": "waiting, wait, waiting list, backlog, queue",
    "leaving_hospital": "hospital, discharge, ward, readmission",
    "planning": "commissioner, commissioning, market, demand, contract, forecast, buying care",
}


@cache
def _phrases() -> Mapping[str, list[tuple[tuple[str, ...], str]]]:
    """By the first term of each: its terms, and the problem that it speaks of."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for problem, listed in _WORDS.items():
        for phrase in dict.fromkeys(_terms(one) for one in listed.split(", ")):
            found.setdefault(phrase[0], []).append((phrase, problem))
    return found


def _terms(text: str) -> tuple[str, ...]:
    return tuple(token.term for token in tokens(text) if not token.joined)


def _spoken_of(text: str) -> Iterator[str]:
    terms = _terms(text)
    for place, term in enumerate(terms):
        for phrase, problem in _phrases().get(term, ()):
            if terms[place : place + len(phrase)] == phrase:
                yield problem


def problems_in(*texts: str) -> list[str]:
    """Those that are spoken of most, and nearly as often as the first."""
    counted = Counter(problem for text in texts for problem in _spoken_of(text))
    most = max(counted.values(), default=0)
    least = max(LEAST, (most + 1) // 2)
    return [problem for problem, count in counted.most_common(MOST) if count >= least]
