"""What is worth another look in words that staff write to an applicant. Questions, and no bar:
whoever wrote them may be right, and says so when they go out (`rules.questions`). Names are another
matter: `assessment.services.hiding` refuses them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from award.assessment.rules.saying import LEAST_WORDS, same_words, says_too_little
from award.decisions.rules.contradicting import of_threshold
from award.decisions.rules.grounds import GROUNDS, ON_MERIT, Ground
from award.decisions.rules.questions import Asked, Question
from award.foundation.folding import fold

_VERBS = (
    "are|asked|claim(?:ed)?|could|describe[ds]?|did|do|does|explain(?:ed|s)?|fail(?:ed|s)?|gave|had|"
    "has|have|is|must|need(?:ed|s)?|plan(?:ned|s)?|propose[ds]?|said|say|says|should|show(?:ed|s)?|"
    "want(?:ed|s)?|was|were|will|would|write|writes|wrote"
)
_THIRD: Final = re.compile(
    rf"\b(?:the applicants?\b(?! of)|(?:her|his|their) (?:application|project|proposal|bid|idea)\b|"
    rf"(?P<start>(?:^|(?<=[.!?:]\s))(?:s?he|they) (?:{_VERBS})\b))",
    re.IGNORECASE | re.MULTILINE,
)
"""A pronoun at the start of a sentence: within one it mostly stands for somebody in it."""
_HE_OR_SHE: Final = re.compile(
    r"\bs?he (?:also |then )?(?:agree[sd]|argue[sd]|believe[sd]|disagree[sd]|doubt(?:s|ed)|felt|"
    r"feels|finds|found|gave|gives|like[sd]|mark(?:s|ed)|note[sd]|recommend(?:s|ed)|said|says|"
    r"score[sd]|thinks|thought|wants|wanted|writes|wrote)\b",
    re.IGNORECASE,
)
"""Of somebody who judges or speaks, wherever it stands: an assessor, or the applicant."""
_ONE_PERSON: Final = re.compile(
    r"\b(?:aunt|brother|carer|daughter|doctor|father|grand(?:father|mother)|husband|lady|man|"
    r"manager|m(?:r|rs|s|iss)|mother|nurse|patient|person|relative|resident|sister|somebody|"
    r"someone|son|tenant|uncle|user|wife|woman|worker)\b",
    re.IGNORECASE,
)
"""Somebody that such a pronoun can stand for."""
_MANY: Final = re.compile(
    r"\b(?:people|staff|carers?|team|residents?|children|(?!this|its|has|was|does|says|shows|needs|"
    r"plans|explains|describes|gives|makes|seems|rests|less|thus|is\b)[a-z]+(?<![siu])s)\b",
    re.IGNORECASE,
)
"""Somebody or something a pronoun of the next sentence can stand for."""
_ONE_OF_THEM: Final = re.compile(
    r"\b(?:(?:one|another|this|that) (?:assessor|reviewer|panel member|panellist)|"
    r"(?:one|some|two|most|all) of the (?:assessor|reviewer|panel member|panellist)s|"
    r"(?:an?|the) (?:assessor|reviewer|panel member|panellist) (?:also )?(?:agreed|asked|believed|"
    r"doubted|felt|found|gave|liked|missed|noted|said|saw|scored|thought|wanted|was|would|wrote))\b",
    re.IGNORECASE,
)
_NOT = r"(?<!\bnot )(?<!\bno )(?<!\bless )(?<!\brated )(?<!\bas )(?<!\bmore )(?<!\bbe )(?<!n[’']t )"
_PRAISE: Final = re.compile(
    rf"{_NOT}\b(?:excellent|outstanding|exceptional|impressive|very (?:strong|good))\b(?! rating)|"
    r"\b(?:could(?: not|n[’']t)|can(?:not|[’']t)) (?:be|do) better\b|"
    r"\b(?:hard|impossible) to fault\b|\bnothing to (?:change|improve)\b",
    re.IGNORECASE,
)
_BLAME: Final = re.compile(
    rf"{_NOT}\b(?:weak|poor|inadequate|unconvincing)\b"
    r"(?! (?:appetite|balance|broadband|care|connection|connectivity|diet|eyesight|health|hearing|"
    r"heating|housing|memory|mobility|nutrition|outcomes?|quality|rating|reception|sight|signal|"
    r"sleep|support|wifi|wi-fi))",
    re.IGNORECASE,
)
"""Of their application, and not of what it is about: “poor sleep”, “rated outstanding”."""
_DAMNED: Final = re.compile(
    r"\b(?:very|extremely|really|so) (?:weak|poor|unconvincing)\b|\bnot acceptable\b|"
    r"\bunacceptable\b|\b(?:would|could|can|do|did) ?(?:not|n[’']t) recommend\b|"
    r"\ba fail(?:ure)?\b|\b(?:poor|weak) (?:application|bid|proposal)\b|\bpoor throughout\b",
    re.IGNORECASE,
)
"""More blame than goes with an award, where every second text has a weak point."""
MUCH_BLAME: Final = 3
"""So many different words of blame are as much."""
_SCORED: Final = re.compile(
    r"\b(?:(?:your|its|the|overall|mean|weighted|average|total|final) (?:mean |weighted |total |"
    r"overall )?(?:score|mark|mean)s? (?:was|is|of|came to|comes to)|(?:you|it|application) scored)"
    r"(?: only| just| about)? (?P<score>\d{1,3}(?:\.\d+)?) ?(?:%|per ?cent\b)",
    re.IGNORECASE,
)
_NEEDED: Final = re.compile(
    r"\b(?:asks?|minimum|needed|needs?|required?s?|threshold)\b[^.]*$", re.I
)
"""Before a score that is the round's."""
_NEAR: Final = 1.0
"""Points by which a score that is said in words may be rounded."""
_AWARDED: Final = re.compile(
    r"\b(?:congratulations|(?:pleased|delighted|happy) to (?:award|fund|invite|support)|your award|"
    r"you have been (?:awarded|selected)|we (?:will|shall) fund)\b",
    re.IGNORECASE,
)
_REFUSED: Final = re.compile(
    r"\b(?:unsuccessful|not (?:be |been )?(?:selected|funded|successful)|(?:was|been|is) "
    r"(?:rejected|refused|declined|turned down)|(?:fell|falls|is|was) (?:below|short of) the "
    r"threshold|no (?:money|funding|funds) (?:is |was )?left|not enough (?:money|funding)|"
    r"(?:money|budget|funding) (?:has |had )?r[au]n out|oversubscribed|"
    r"we (?:cannot|can[’']t|could not|couldn[’']t) (?:fund|support))\b",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(
    r"\b(?:(?<!value for )(?<!your )money|(?<!your )(?<!personal )(?<!own )budgets?|"
    r"(?:available|enough|few|insufficient|less|limited|little|more|no|of|our|remaining|sufficient|"
    r"the) fund(?:s|ing)|fund(?:s|ing) (?:are|available|did|do|does|had|has|have|is|left|r[au]n|"
    r"that|was|were)|we (?:could|can)(?:not|n[’']t| not) afford|financial (?:constraint|limit|"
    r"pressure|reason)s?|oversubscribed)\b",
    re.IGNORECASE,
)
"""Of the round, and not of what they cost or what people have: “your budget”, “personal budgets”,
“what this round funds”."""
_WORD: Final = re.compile(r"[^\W\d_]{5,}")
"""Long enough to tell one criterion from another."""
STEM: Final = 6
_MEANT: Final = {
    "money": ("cost", "budget", "price", "spend", "afford"),
    "value": ("cost", "budget", "price", "spend", "afford"),
    "people": ("carer", "resident", "user", "staff"),
    "eviden": ("proof", "trial", "stud"),
    "evalua": ("measur",),
}
"""Other words that speak of a criterion with such a word in its title."""


class Titled(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class Words:
    """Those for one applicant, and what they rest on; `means` are those of the criteria, by key.
    `outdated`: assessors say something else by now than when they were written. `awarded`: they go
    with an award, or an invitation. `score` is what it was decided on, in per cent."""

    text: str
    ground: str | None
    means: Mapping[str, float]
    outdated: bool = False
    awarded: bool = False
    score: float | None = None


def looked_over(words: Mapping[str, Words], criteria: Sequence[Titled]) -> dict[str, list[Asked]]:
    """By reference, in sentences; nothing of words that raise no question."""
    same = alike({reference: one.text for reference, one in words.items()})
    found = {
        reference: worth_a_look(one, criteria)
        + ([said_alike(same[reference])] if reference in same else [])
        for reference, one in words.items()
    }
    return {reference: said for reference, said in found.items() if said}


def worth_a_look(words: Words, criteria: Sequence[Titled]) -> list[Asked]:
    """By itself, in sentences."""
    return list(_asked(words, criteria)) if words.text.strip() else []


def once_decided(words: Words, criteria: Sequence[Titled]) -> list[Asked]:
    """What words that are out already ask only now, beside this decision: they were read with
    another, on no ground."""
    before = replace(words, ground=None, awarded=False)
    asked = {one.question for one in worth_a_look(before, criteria)}
    return [one for one in worth_a_look(words, criteria) if one.question not in asked]


def _asked(words: Words, criteria: Sequence[Titled]) -> Iterator[Asked]:
    text, ground, means = words.text, words.ground, words.means
    if words.outdated:
        yield Asked(
            Question.OUTDATED,
            "What assessors said has changed since this was edited. Does it still say theirs? If "
            "it does, save it again.",
        )
    if says_too_little(text):
        few = f"It has fewer than {LEAST_WORDS} different words. Does it help them?"
        yield Asked(Question.SHORT, few)
    if third := third_person(text):
        yield Asked(Question.THIRD, f"It says “{third}”. The applicant reads it: say “you”?")
    if one := _ONE_OF_THEM.search(text):
        yield Asked(
            Question.WHO,
            f"It says “{one[0]}”. The decision is the programme’s: say what, not who?",
        )
    if ground in (Ground.THRESHOLD, Ground.MAJORITY) and (praise := _PRAISE.search(text)):
        yield _meant(Question.SCORES, praise[0], "the scores refuse it")
    if ground in ON_MERIT and (blame := _BLAME.search(text)):
        yield _meant(Question.SCORES, blame[0], "it met the threshold")
    if against := of_threshold(text, ground):
        yield _meant(Question.SCORES, *against)
    if words.awarded and (damned := _damned(text)):
        yield _meant(Question.SCORES, damned, "it was selected")
    if other := _other_score(words):
        yield _meant(Question.SCORES, other, f"its score is {words.score:.1f}%")
    if ground is not None and (award := _AWARDED.search(text)):
        yield _meant(Question.OUTCOME, award[0], "it was refused")
    if words.awarded and (refused := _REFUSED.search(text)):
        yield _meant(Question.OUTCOME, refused[0], "it was selected")
    if ground not in (None, Ground.MONEY) and (money := _MONEY.search(text)):
        reason = GROUNDS[Ground(ground)]
        yield Asked(
            Question.MONEY,
            f"It says “{money[0]}”, and the reason is another: {reason}. Is it meant so?",
        )
    lowest = _lowest(means, criteria) if ground == Ground.THRESHOLD else []
    if lowest and not any(_named(one.title, text) for one in lowest):
        titles = " and ".join(f"“{one.title}”" for one in lowest)
        yield Asked(
            Question.CRITERION,
            f"It says nothing of {titles}, which scored lowest. Is that left out?",
        )


def _damned(text: str) -> str:
    """Words that leave nothing of what was selected; "" for none."""
    if found := _DAMNED.search(text):
        return found[0]
    every = [*dict.fromkeys(one[0].casefold() for one in _BLAME.finditer(text))]
    return every[0] if len(every) >= MUCH_BLAME else ""


def _other_score(words: Words) -> str:
    """Where they say a score that isn't its own; "" for none."""
    if words.score is None:
        return ""
    for found in _SCORED.finditer(words.text):
        before = re.split(r"[.!?:]\s", words.text[: found.start()])[-1]
        if abs(float(found["score"]) - words.score) >= _NEAR and not _NEEDED.search(before):
            return found[0]
    return ""


def _meant(question: Question, says: str, but: str) -> Asked:
    return Asked(question, f"It says “{says}”, and {but}. Is that what is meant?")


def third_person(text: str) -> str:
    """Words that speak of the applicant, or of an assessor, as of somebody else; "" for none. A
    pronoun is one where what stands just before has nobody, and nothing else, that it can be."""
    for found in _THIRD.finditer(text):
        if not found["start"]:
            return found[0]
        before = re.split(r"[.!?:]\s", text[: found.start()].rstrip(" .!?:\n"))[-1]
        one = not found["start"].casefold().startswith("they") and _ONE_PERSON.search(before)
        if not _MANY.search(before) and not one:
            return found[0]
    for found in _HE_OR_SHE.finditer(text):
        near = re.split(r"[.!?:]\s", text[: found.start()])[-2:]
        if not any(map(_ONE_PERSON.search, near)):
            return found[0]
    return ""


def _lowest(means: Mapping[str, float], criteria: Sequence[Titled]) -> list[Titled]:
    """Nothing where all scored the same."""
    scored = [one for one in criteria if one.key in means]
    least = min((means[one.key] for one in scored), default=0)
    low = [one for one in scored if means[one.key] == least]
    return low if len(low) < len(scored) else []


def _named(title: str, text: str) -> bool:
    said = fold(text)
    stems = [fold(word)[:STEM] for word in _WORD.findall(title)]
    return any(word in said for stem in stems for word in (stem, *_MEANT.get(stem, ())))


def alike(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """By reference, whose words are the same, however they are spaced."""
    groups: dict[str, list[str]] = defaultdict(list)
    for reference, text in texts.items():
        if same := same_words(text):
            groups[same].append(reference)
    return {
        one: [other for other in group if other != one]
        for group in groups.values()
        if len(group) > 1
        for one in group
    }


def said_alike(others: Sequence[str]) -> Asked:
    """In a sentence."""
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    says = f"The letter about {others[0]}{more} says the same. Is it about this one?"
    return Asked(Question.ALIKE, says)
