"""Every write to rounds and question sets."""

from award.rounds.queries import values_of
from award.rounds.rules.criteria import Band, CriterionValues
from award.rounds.rules.values import PhaseValues, RoundValues
from award.rounds.services.reference_data import (
    Imported,
    import_question_set,
    import_reference_data,
    load_criteria,
)
from award.rounds.services.rounds import create_round, update_round

__all__ = [
    "Band",
    "CriterionValues",
    "Imported",
    "PhaseValues",
    "RoundValues",
    "create_round",
    "import_question_set",
    "import_reference_data",
    "load_criteria",
    "update_round",
    "values_of",
]
