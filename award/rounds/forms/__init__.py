"""What staff fill in about a round."""

from award.rounds.forms.criteria import CriteriaForm
from award.rounds.forms.filling import as_opened, by_field, new_round_form, round_form
from award.rounds.forms.rounds import PAGE, TAKEN, NewRoundForm, OpenedRoundForm, RoundForm

__all__ = [
    "PAGE",
    "TAKEN",
    "CriteriaForm",
    "NewRoundForm",
    "OpenedRoundForm",
    "RoundForm",
    "as_opened",
    "by_field",
    "new_round_form",
    "round_form",
]
