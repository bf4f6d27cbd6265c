"""Rounds, question sets, criteria."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.foundation.policy import anyone
from award.rounds.checks import CHECKS
from award.rounds.commands import rounds
from award.rounds.queries.crosswalk import crosswalk_of, references_of
from award.rounds.queries.lists import ROUNDS
from award.rounds.queries.regime_list import REGIMES
from award.rounds.rules import effort
from award.rounds.rules.permissions import PERMISSIONS
from award.rounds.views import documents, public, reading_for, reference, settings, staff

CHAPTER = Chapter(
    "rounds",
    blueprints=blueprints_of(documents, public, reading_for, reference, settings, staff),
    permissions=PERMISSIONS,
    kinds={
        "round": "Rounds",
        "question_set_version": "Questions",
        "regime_record": "Regimes",
    },
    verbs={
        "round.create": "Set up the round",
        "round.update": "Changed the round",
        "question_set_version.import": "Stored a question set",
        "regime_record.import": "Recorded a regime",
        "regime_record.review": "Reviewed a regime: nothing has changed",
    },
    menu=(MenuEntry("Rounds", "rounds.index", anyone, place=35),),
    lists={
        "rounds": lambda actor, of: None if of else ROUNDS,
        "regimes": lambda actor, of: None if of else REGIMES,
        "crosswalk": crosswalk_of,
        "references": references_of,
    },
    checks=CHECKS,
    commands=(rounds,),
    filters={"minutes_in_words": effort.in_words},
)
