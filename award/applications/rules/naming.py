"""Who applies, found in what assessors read as it was typed. In a round that does not show them who
applies, records and questions that would tell are hidden; words in other answers are not, so that
nothing anybody wrote is changed behind their back: they are told, and so are staff."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from award.foundation.folding import fold
from award.foundation.text import like_addresses, quoted
from award.rounds.kinds import Question
from award.rounds.rules.questions import QuestionSet

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’‑-][^\W\d_]+)*")
_LEAST: Final = 4
"""Letters of a word that can tell an organisation from others."""
_MOST: Final = 4
"""Names that are quoted for one answer."""
_USUAL: Final = frozenset(
    fold(word)
    for word in """
    academic academy adult advice agency aged ageing alliance ambulance analytics and apartments
    artificial assist assisted assistive associates association authority board borough british
    business care carer carers caring central centre charitable charity cic citizen city clinic
    clinical cloud co coalition collaborative college combined commission community companion
    company connect connected consortium consulting cooperative corporation council county court
    data day dementia department design development devices digital direct disability disabled
    district domiciliary east eastern education elderly england english enterprise enterprises
    extra families family federation first for forum foundation fund general global good great
    greater group hall head health healthcare help helping help-line holdings home homecare homes
    hospice hospital house housing human improvement inclusion inclusive independent information
    initiative innovation innovations institute integrated intelligence intelligent international
    ireland kingdom lab laboratory labs lead learning life limited line link live lives living llp
    local lodge london ltd manager manor medical medicine mental metropolitan midlands mobility
    national network new nhs north northern nursing office older online open organisation
    park partner partners partnership people personal plc practice primary private product products
    programme project provider provision public rehabilitation research residential residents
    royal rural safe saint school science sciences scotland scottish senior seniors service
    services shared sheltered smart social society software solution solutions south southern
    support supported supporting system systems team tech technologies technology the therapy
    together training trust union united university urban user users view village villas vision
    voluntary wales welsh west western with work works world young youth
    """.split()
)
"""They stand in the names of many."""


@dataclass(frozen=True)
class Who:
    """Names of the organisations that apply, and of their people."""

    organisations: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        content: Mapping[str, Any],
        answers: Mapping[str, Any],
        questions: QuestionSet,
        team: Iterable[str] = (),
    ) -> Who:
        """`content` names organisation, lead and who applies with them, as a submission does;
        `team` are others who write."""
        others = content.get("co_applicants") or ()
        organisations = [(content.get("organisation") or {}).get("name") or ""]
        organisations += [one["organisation"] for one in others]
        people = [(content.get("lead") or {}).get("name") or ""]
        people += [one["name"] for one in others]
        people += [*team, *_in_the_team(questions, answers)]
        return cls(tuple(filter(None, organisations)), tuple(filter(None, people)))

    def named_in(self, question: Question, value: Any) -> list[str]:
        """Whole names, or what tells them from others, as they are typed in the answer: each once,
        and nothing where assessors are not shown it."""
        if question.types or not shown_to_assessors(question):
            return []
        hidden = {column.key for column in question.columns if column.identifies}
        found: dict[str, None] = {}
        for text in texts(value, leaving_out=hidden):
            found |= dict.fromkeys(self._in(text))
        return [*found][:_MOST]

    def _in(self, text: str) -> Iterator[str]:
        words = [(one, fold(one[0]), _of_somebody(one[0])) for one in _WORD.finditer(text)]
        telling = {*self._telling()}
        taken: set[int] = set()
        for address in like_addresses(text):
            if any(word in fold(address[0]) for word in telling):
                inside = range(*address.span())
                taken.update(at for at, (one, *_) in enumerate(words) if one.start() in inside)
                yield address[0].strip(".,;:()<>")
        for name in (*self.organisations, *_whole(self.people)):
            for at, end in _runs([fold(one) for one in _WORD.findall(name)], words):
                taken.update(range(at, end))
                yield text[words[at][0].start() : words[end - 1][0].end()]
        for at, (one, *keys) in enumerate(words):
            if at not in taken and one[0][0].isupper() and telling.intersection(keys):
                yield one[0]

    def _telling(self) -> Iterator[str]:
        """Words of an organisation's name that few others have, and surnames."""
        for name in self.organisations:
            yield from (
                fold(word)
                for word in _WORD.findall(name)
                if len(word) >= _LEAST and fold(word) not in _USUAL
            )
        for name in _whole(self.people):
            last = fold(_WORD.findall(name)[-1])
            if len(last) >= _LEAST and last not in _USUAL:
                yield last


def shown_to_assessors(question: Question) -> bool:
    """Do those read the answer who may not know who applies?"""
    apart = question.kept_apart or question.staff_only
    return not (apart or question.identifies or question.means == "team")


def _of_somebody(word: str) -> str:
    """Without the 's of what is somebody's."""
    return re.sub(r"['’]s?$", "", fold(word).replace("’", "'"))


def _whole(people: Iterable[str]) -> Iterator[str]:
    """Names of people: those of posts that nobody has yet are none."""
    for name in people:
        words = _WORD.findall(name)
        if len(words) > 1 and all(word[0].isupper() or not word[0].islower() for word in words):
            yield name


def _runs(
    name: list[str], words: list[tuple[re.Match[str], str, str]]
) -> Iterator[tuple[int, int]]:
    """Where all of the name stands; a name of one word in common use tells nothing."""
    if not name or (len(name) == 1 and (name[0] in _USUAL or len(name[0]) < _LEAST)):
        return
    for at in range(len(words) - len(name) + 1):
        if all(part in words[at + n][1:] for n, part in enumerate(name)):
            yield at, at + len(name)


def _in_the_team(questions: QuestionSet, answers: Mapping[str, Any]) -> Iterator[str]:
    question = questions.meaning("team")
    value = answers.get(question.key) if question else None
    if question and question.columns and isinstance(value, list):
        first = question.columns[0].key
        yield from (str(row.get(first) or "") for row in value)


def texts(value: Any, *, leaving_out: Iterable[str] = ()) -> Iterator[str]:
    """Every text of an answer, those of rows too, without columns that are left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, leaving_out=leaving_out)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key != "id" and key not in leaving_out:
                yield from texts(one)


def to_applicant(names: Iterable[str]) -> str:
    return (
        f"It says {quoted(names)}. Assessors of this round are not told who applies, and read "
        "this as you typed it."
    )


def to_staff(names: Iterable[str]) -> str:
    return (
        f"It says {quoted(names)}, which tells who applies: assessors of this round are not told "
        "that, and read this answer as it was typed."
    )
