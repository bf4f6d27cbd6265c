"""A score sheet's contents, and what it still needs before it can be submitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Protocol

from award.assessment.rules.saying import LEAST_WORDS, same_words, says_too_little
from award.assessment.rules.scoring import is_score
from award.assessment.rules.who_wrote import by_letter, tells_who
from award.foundation.edits import Marks, marks_of, merged
from award.foundation.problems import Problem
from award.foundation.text import count_words, quoted

JUSTIFICATION_WORDS = 100
JUSTIFICATION_CHARS = 5_000
COMMENTS_WORDS = 400
COMMENTS = {
    "comments_for_applicant": "Comments for the applicant",
    "comments_for_programme": "Comments for the programme team",
}
FROM_APPLICANT = "they must not learn who you are"
FROM_PANEL = "in this round other assessors and the chair are not told who you are"
_LEAST = f"the least is {LEAST_WORDS} different words"
VOTES = {"in_scope": "In scope for this round", "recommend": "Recommended for funding"}


class HasTitle(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class Author:
    """Who writes a sheet. `hidden`: chairs and the other assessors are not told their name."""

    name: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class ScoreValue:
    """A score (1 to 10, or None while undecided) and why."""

    value: int | None = None
    justification: str = ""


@dataclass(frozen=True)
class SheetValues:
    """Everything an assessor writes on one application; `scores` by criterion key."""

    scores: Mapping[str, ScoreValue] = field(default_factory=dict)
    comments_for_applicant: str = ""
    comments_for_programme: str = ""
    in_scope: bool | None = None
    recommend: bool | None = None


def as_data(values: SheetValues, pct: float) -> dict[str, Any]:
    """All of a submitted sheet, in the one form of which the audit trail keeps a digest."""
    return {**asdict(values), "weighted_pct": pct}


def by_field(values: SheetValues) -> dict[str, Any]:
    """The sheet by the names of its fields, as they send it; what is not given is left out."""
    found: dict[str, Any] = {name: getattr(values, name) for name in (*VOTES, *COMMENTS)}
    for key, score in values.scores.items():
        given = None if score.value is None else str(score.value)
        found |= {f"score_{key}": given, f"justification_{key}": score.justification}
    return {name: value for name, value in found.items() if value not in (None, "")}


def marks(values: SheetValues) -> dict[str, str]:
    """What a page or a caller starts from that has `values` before it."""
    return marks_of(by_field(values))


def merge(base: Marks, stored: SheetValues, typed: SheetValues) -> tuple[SheetValues, list[str]]:
    """`stored` with what `typed` changes since `base`, and the fields that both changed. What has
    no mark was empty."""
    now, wanted = by_field(stored), by_field(typed)
    names = {**now, **wanted, **base}
    found = merged(
        {**marks_of(dict.fromkeys(names)), **base}, now, {name: wanted.get(name) for name in names}
    )

    def pick(name: str, old: Any, new: Any) -> Any:
        return new if name in found.mine else old

    scores = {}
    for key in {**stored.scores, **typed.scores}:
        old, new = stored.scores.get(key, ScoreValue()), typed.scores.get(key, ScoreValue())
        scores[key] = ScoreValue(
            pick(f"score_{key}", old.value, new.value),
            pick(f"justification_{key}", old.justification, new.justification),
        )
    rest = {n: pick(n, getattr(stored, n), getattr(typed, n)) for n in (*VOTES, *COMMENTS)}
    return replace(stored, scores=scores, **rest), found.clashes


def overall_done(values: SheetValues) -> bool:
    """Is all given that stands beside the criteria?"""
    return not [*_comment_problems(values, Author()), *_vote_problems(values)]


def field_words(criteria: Sequence[HasTitle]) -> dict[str, str]:
    """What each field of the sheet is called, by its name in the form, in the sheet's order."""
    words: dict[str, str] = {}
    for criterion in criteria:
        words[f"score_{criterion.key}"] = f"{criterion.title}: score"
        words[f"justification_{criterion.key}"] = f"{criterion.title}: why this score"
    return {**words, **VOTES, **COMMENTS}


NOBODY: Final = Author()


def problems(
    values: SheetValues, criteria: Sequence[HasTitle], author: Author = NOBODY
) -> list[Problem]:
    """All that stands in the way of submitting, in the order of the sheet. The applicant isn't to
    learn who the `author` is, nor is whoever reads the reasons in a round that hides it."""
    said: dict[str, str] = {}
    return [
        *(
            problem
            for criterion in criteria
            for problem in _criterion_problems(values, criterion, said, author)
        ),
        *_comment_problems(values, author),
        *_vote_problems(values),
    ]


def to_cut(values: SheetValues, criteria: Sequence[HasTitle], author: Author = NOBODY) -> list[str]:
    """What has to be cut before submitting; a draft may keep it."""
    return [problem.text for problem in problems(values, criteria, author) if problem.too_long]


def _criterion_problems(
    values: SheetValues, criterion: HasTitle, said: dict[str, str], author: Author
) -> Iterator[Problem]:
    """`said` has the reasons above it, each with the title of its criterion."""
    score = values.scores.get(criterion.key, ScoreValue())
    if not is_score(score.value):
        yield Problem(f"score_{criterion.key}", f"{criterion.title}: choose a score from 1 to 10")
    name = f"justification_{criterion.key}"
    words = count_words(score.justification)
    if not words:
        yield Problem(name, f"{criterion.title}: say why you gave this score")
    elif words > JUSTIFICATION_WORDS:
        over = words - JUSTIFICATION_WORDS
        most = f"the most is {JUSTIFICATION_WORDS}"
        yield Problem(name, f"{criterion.title}: cut {_words(over)}, {most}", too_long=True)
    elif len(score.justification) > JUSTIFICATION_CHARS:
        most = f"use {JUSTIFICATION_CHARS:,} characters or fewer"
        yield Problem(name, f"{criterion.title}: {most}", too_long=True)
    elif says_too_little(score.justification):
        yield Problem(name, f"{criterion.title}: say more, {_LEAST}")
    elif (same := same_words(score.justification)) in said:
        yield Problem(
            name,
            f"{criterion.title}: say why for this criterion. The words are those of “{said[same]}”",
        )
    else:
        said[same] = criterion.title
    if author.hidden and (told := [*tells_who(score.justification, author.name)]):
        text = f"{criterion.title}: take out {quoted(told)}, {FROM_PANEL}"
        yield Problem(name, text, too_long=True)


def _comment_problems(values: SheetValues, author: Author) -> Iterator[Problem]:
    for_applicant = values.comments_for_applicant
    if not for_applicant.strip():
        yield Problem("comments_for_applicant", "Write comments for the applicant")
    elif says_too_little(for_applicant) and count_words(for_applicant) <= COMMENTS_WORDS:
        yield Problem("comments_for_applicant", f"Comments for the applicant: say more, {_LEAST}")
    if told := [*tells_who(for_applicant, author.name), *by_letter(for_applicant)]:
        text = f"Comments for the applicant: take out {quoted(told)}, {FROM_APPLICANT}"
        yield Problem("comments_for_applicant", text, too_long=True)
    if values.recommend is False and says_too_little(values.comments_for_programme):
        yield Problem(
            "comments_for_programme",
            "Tell the programme team why you do not recommend this application, "
            f"in {LEAST_WORDS} different words or more",
        )
    for name, title in COMMENTS.items():
        over = count_words(getattr(values, name)) - COMMENTS_WORDS
        if over > 0:
            text = f"{title}: cut {_words(over)}, the most is {COMMENTS_WORDS}"
            yield Problem(name, text, too_long=True)


def _vote_problems(values: SheetValues) -> Iterator[Problem]:
    if values.in_scope is None:
        yield Problem("in_scope", "Say if the application is in scope")
    if values.recommend is None:
        yield Problem("recommend", "Say if you recommend it for funding")


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count:,} words"
