"""Kind of question -> how it is asked. What else there is to a kind stands in
`award/rounds/kinds`, in a module of the same name."""

from __future__ import annotations

from award.applications.forms.kinds.base import PREFIX, Asking
from award.applications.forms.kinds.choice import AskChoice
from award.applications.forms.kinds.choices import AskChoices
from award.applications.forms.kinds.date import AskDate
from award.applications.forms.kinds.declaration import AskDeclaration
from award.applications.forms.kinds.file import AskFile
from award.applications.forms.kinds.long_text import AskLongText
from award.applications.forms.kinds.money import AskMoney
from award.applications.forms.kinds.number import AskNumber
from award.applications.forms.kinds.organisation_code import AskOrganisationCode
from award.applications.forms.kinds.short_text import AskShortText
from award.applications.forms.kinds.table import AskTable
from award.applications.forms.kinds.yes_no import AskYesNo
from award.rounds.kinds import Question

__all__ = ["ASKING", "PREFIX", "Asking", "asking"]

ASKING: dict[str, Asking] = {
    "short_text": AskShortText(),
    "long_text": AskLongText(),
    "number": AskNumber(),
    "money": AskMoney(),
    "date": AskDate(),
    "organisation_code": AskOrganisationCode(),
    "yes_no": AskYesNo(),
    "choice": AskChoice(),
    "choices": AskChoices(),
    "declaration": AskDeclaration(),
    "table": AskTable(),
    "file": AskFile(),
}


def asking(question: Question) -> Asking:
    """How this question is asked."""
    return ASKING[question.kind]
