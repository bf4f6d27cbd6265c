"""What is suggested to be said of an award in public, and what must not be in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from award.applications.rules.answers import in_force
from award.applications.rules.naming import Who
from award.assessment.rules.contacts import contacts_in
from award.assessment.rules.saying import same_words
from award.assessment.rules.who_wrote import names_of, without_addresses
from award.case_studies.rules.copying import shortened
from award.case_studies.rules.vocabulary import SETTINGS
from award.foundation.text import count_words
from award.rounds.rules.questions import QuestionSet

TITLE_CHARS: Final = 139
"""The standard of open data wants fewer than 140."""
DESCRIPTION_WORDS: Final = 300
SUMMARY_CONSENT: Final = "publish_summary"
"""Key of the question that asks whether the public summary may be published. Sets that rounds have
asked already never change, so it can't be given a meaning in those."""


@dataclass(frozen=True)
class Suggested:
    """What staff start from. `summary` is the applicant's own for the public, `declined` when they
    asked for it not to be published; `people` are those whom the application names."""

    title: str
    summary: str
    declined: bool
    settings: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def description(self) -> str:
        return "" if self.declined else self.summary

    def is_declined_summary(self, text: str) -> bool:
        """The very words that they asked us not to publish."""
        own = same_words(self.summary)
        return self.declined and bool(own) and own in same_words(text)


def suggested(content: Mapping[str, Any], questions: QuestionSet) -> Suggested:
    """Out of a submission; nothing but what its set of questions says may be published."""
    answers = in_force(questions, content["answers"], int(content["phase"]))
    known = {key: answers.get(question.key) for key, question in questions.publishable().items()}
    chosen = known.get("settings") or ()
    return Suggested(
        title=shortened(" ".join(str(known.get("title") or "").split()), TITLE_CHARS),
        summary=str(known.get("summary") or "").strip(),
        declined=answers.get(SUMMARY_CONSENT) == "no",
        settings=tuple(key for key in SETTINGS if key in chosen),
        people=Who.of(content, answers, questions).people,
    )


def why_not(found: Suggested) -> str:
    """Why somebody has to look at it by itself, and write other words; "" where nobody has."""
    text = f"{found.title}\n{found.description}"
    if found.declined:
        return "the applicant asked us not to publish their summary"
    if not found.title or not found.description:
        return "the applicant wrote no summary"
    if contacts_in(text):
        return "it leads to a person"
    if people_in(text, found.people):
        return "it names somebody"
    return "" if count_words(found.description) <= DESCRIPTION_WORDS else "it is too long"


def people_in(text: str, people: Iterable[str]) -> list[str]:
    """Whom of these it names, as it is typed."""
    return [*dict.fromkeys(names_of(without_addresses(text), *people))]
