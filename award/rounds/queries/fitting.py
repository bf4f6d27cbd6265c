"""Whether a round's questions fit its criteria, and rest on what was looked at lately."""

from __future__ import annotations

from award.foundation import clock
from award.rounds.models import Round
from award.rounds.queries import regimes
from award.rounds.rules import fit
from award.rounds.rules.questions import QuestionSet


def warnings_about(round_: Round, questions: QuestionSet) -> list[str]:
    """What staff should look at, as sentences; the round's criteria loaded."""
    titles = {criterion.key: criterion.title for criterion in round_.criteria}
    return fit.warnings(questions, titles, regimes.known_for(questions), clock.today())
