"""Two versions of one sheet: where they differ, and one sheet made of what somebody chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from award.assessment.rules.sheet import (
    COMMENTS,
    VOTES,
    HasTitle,
    ScoreValue,
    SheetValues,
    field_words,
)
from award.foundation.differences import Sides, compared

Keep = Literal["mine", "theirs", "both"]


class Choice(NamedTuple):
    """What is kept of one difference; `text` is what both became, for "both"."""

    keep: Keep
    text: str = ""


@dataclass(frozen=True)
class Difference:
    """One field of the sheet that the two versions fill in differently, by its name in the form.

    `theirs` is what is saved and `mine` what was typed, as words; "" where there is nothing.
    """

    field: str
    title: str
    theirs: str
    mine: str
    is_text: bool

    @property
    def sides(self) -> Sides:
        return compared(self.theirs, self.mine)

    @property
    def together(self) -> str:
        """Both texts, one after the other."""
        return "\n\n".join(text for text in (self.theirs, self.mine) if text.strip())

    @property
    def obvious(self) -> Keep | None:
        """What to keep when only one side has anything."""
        if bool(self.theirs.strip()) == bool(self.mine.strip()):
            return None
        return "theirs" if self.theirs.strip() else "mine"


def differences(
    theirs: SheetValues, mine: SheetValues, criteria: Sequence[HasTitle]
) -> list[Difference]:
    """Every field in which they differ, in the order of the sheet."""
    words, found = field_words(criteria), []
    for criterion in criteria:
        key = criterion.key
        saved = theirs.scores.get(key, ScoreValue())
        typed = mine.scores.get(key, ScoreValue())
        name, why = f"score_{key}", f"justification_{key}"
        scores = _said(saved.value), _said(typed.value)
        found.append(Difference(name, words[name], *scores, is_text=False))
        texts = saved.justification, typed.justification
        found.append(Difference(why, words[why], *texts, is_text=True))
    for name in VOTES:
        votes = _vote(getattr(theirs, name)), _vote(getattr(mine, name))
        found.append(Difference(name, words[name], *votes, is_text=False))
    for name in COMMENTS:
        texts = getattr(theirs, name), getattr(mine, name)
        found.append(Difference(name, words[name], *texts, is_text=True))
    return [difference for difference in found if difference.theirs != difference.mine]


def chosen(theirs: SheetValues, mine: SheetValues, choices: Mapping[str, Choice]) -> SheetValues:
    """One sheet: each field as chosen, and as in `mine` where nothing was."""

    def pick(field: str, saved: object, typed: object) -> object:
        choice = choices.get(field, Choice("mine"))
        return {"mine": typed, "theirs": saved, "both": choice.text}[choice.keep]

    scores: dict[str, ScoreValue] = {}
    for key in {**theirs.scores, **mine.scores}:
        saved = theirs.scores.get(key, ScoreValue())
        typed = mine.scores.get(key, ScoreValue())
        value = pick(f"score_{key}", saved.value, typed.value)
        why = pick(f"justification_{key}", saved.justification, typed.justification)
        scores[key] = ScoreValue(value if isinstance(value, int) else None, str(why))
    rest = {
        name: pick(name, getattr(theirs, name), getattr(mine, name)) for name in (*VOTES, *COMMENTS)
    }
    return replace(mine, scores=scores, **rest)  # type: ignore[arg-type]


def _said(score: int | None) -> str:
    return "" if score is None else str(score)


def _vote(vote: bool | None) -> str:
    return "" if vote is None else "Yes" if vote else "No"
