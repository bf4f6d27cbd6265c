"""What a project team answers."""

from __future__ import annotations

from wtforms.validators import DataRequired

from award.case_studies.rules.running import ANSWERS, WORDS, Running
from award.design.fields import ChoiceField, LongTextField
from award.design.forms import Form


class RunningForm(Form):
    answer = ChoiceField(
        "Is it still running?",
        [DataRequired("Say whether it is still running")],
        choices=[(key.value, one.offered) for key, one in ANSWERS.items()],
    )
    why = LongTextField(
        "What has changed, or why was it paused or stopped?",
        max_words=WORDS,
        rows=4,
        hint="Not needed if it runs as the case study says. These words stand on the public page. "
        "Do not name people",
    )

    @property
    def said(self) -> Running:
        return Running(self.answer.data)
