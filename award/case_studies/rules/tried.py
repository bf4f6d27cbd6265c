"""What has been tried for which problem in which setting: what a field of the grid says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Final

from award.case_studies.rules.asked_as import words_for
from award.case_studies.rules.comparing import in_a_sentence
from award.case_studies.rules.said import Result
from award.case_studies.rules.vocabulary import PROBLEMS, SETTINGS

ALWAYS: Final = frozenset(
    {
        "homecare", "residential_home", "nursing_home", "extra_care", "supported_living",
        "own_home_no_service", "hospital_discharge", "social_work_team",
    }
)  # fmt: skip
"""Settings that have a column whether or not anything was tried there; others once it was."""

HEADS: Final[Mapping[str, str]] = {
    "residential_home": "Care home, no nursing",
    "extra_care": "Extra care",
    "reablement": "Reablement",
    "community_equipment": "Equipment and telecare",
    "own_home_no_service": "Own home, no service",
    "social_work_team": "Social work team",
    "commissioning_team": "Commissioners",
}
"""Of columns, where the setting's own name is too long for one."""

_OF_A_PERSON: Final = frozenset(
    {
        "falls", "nights", "pain_and_illness", "medicines", "eating_and_drinking",
        "everyday_life", "loneliness", "distress", "rotas",
    }
)  # fmt: skip
_TEAMS: Final = ("social_work_team", "commissioning_team")
_HAS_NOT: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(_TEAMS, _OF_A_PERSON),
    "hospital_discharge": frozenset({"nights", "loneliness", "everyday_life", "rotas"}),
    "own_home_no_service": frozenset({"rotas", "workforce", "records"}),
    "day_services": frozenset({"nights"}),
}

GRADES: Final[Mapping[str, int]] = {
    "none_yet": 0,
    "staff_feedback": 0,
    "measured_once": 0,
    "before_and_after": 1,
    "comparison_group": 2,
    "independent_evaluation": 2,
}
BEST: Final = max(GRADES.values())
GRADE_SIGNS: Final = ("○", "◐", "●")
GRADE_WORDS: Final = (
    "not measured before and after",
    "measured before and after",
    "compared with others, or checked by somebody else",
)


def head(setting: str) -> str:
    return HEADS.get(setting, SETTINGS[setting])


def phrase(problem: str, setting: str) -> str:
    """“Falls, and fear of falling (extra care housing)”; one of the two may be ""."""
    what, where = PROBLEMS.get(problem, ""), SETTINGS.get(setting, "")
    return f"{what} ({where[0].lower()}{where[1:]})" if what and where else what or where


def arises(problem: str, setting: str) -> bool:
    """Can a setting have this problem at all? A council team doesn't fall."""
    if problem == "planning":
        return setting in _TEAMS
    return problem not in _HAS_NOT.get(setting, ())


_SAID: Final = {"worked": "helped", "mixed": "mixed", "did_not_work": "didn’t work"}
RESULTS_SAY: Final = {
    "better": "better",
    "both": "partly better",
    "worse": "worse",
    "not_better": "not shown better",
}
"""Of a project for several problems, what its results say of this one."""


@dataclass(frozen=True)
class Field:
    """One field of the grid. `outcomes` counts those that were for this problem alone by what
    their teams say became of them, `results` those for several that measured something for this
    one by what that says, `overall` the rest by what became of all that they were for. `stopped`
    are those no longer in use of whom that is not said, `failed` both. `grade` is of the
    strongest evidence on this problem; `measured` counts those with evidence of the best grade
    and a result of this problem."""

    problem: str
    setting: str
    count: int
    outcomes: Mapping[str, int]
    results: Mapping[str, int]
    overall: Mapping[str, int]
    stopped: int
    failed: int
    grade: int
    measured: int

    @property
    def key(self) -> tuple[str, str]:
        return self.problem, self.setting

    @property
    def shade(self) -> str:
        return "many" if self.count > 5 else "some" if self.count > 2 else "few"

    @property
    def gap(self) -> bool:
        return not self.count and self.arises

    @property
    def arises(self) -> bool:
        return arises(self.problem, self.setting)

    @property
    def says(self) -> str:
        """In a few words, what became of them."""
        told = (
            *((self.outcomes.get(key, 0), words) for key, words in _SAID.items()),
            *((self.results.get(key, 0), words) for key, words in RESULTS_SAY.items()),
            *((self.overall.get(key, 0), f"{words} overall") for key, words in _SAID.items()),
        )
        stopped = f"{self.stopped} stopped" if self.stopped else ""
        words = ", ".join(f"{count} {word}" for count, word in told if count)
        if words or stopped:
            return "; ".join(filter(None, (words, stopped)))
        early = self.outcomes.get("too_early") or self.overall.get("too_early")
        return "too early to say" if early else "outcome not said"

    @property
    def helped(self) -> int:
        """Without anything that did not, or can't be told."""
        return self.outcomes.get("worked", 0) + self.results.get("better", 0)

    @property
    def in_a_search(self) -> str:
        """What somebody would type who looks for it; "" where it is nothing to look for."""
        return words_for(self.problem, self.setting)

    @property
    def sign(self) -> str:
        return GRADE_SIGNS[self.grade]

    @property
    def strength(self) -> str:
        return GRADE_WORDS[self.grade]

    @property
    def head(self) -> str:
        return head(self.setting)

    @property
    def where(self) -> str:
        return SETTINGS[self.setting]

    @property
    def what(self) -> str:
        return PROBLEMS[self.problem]


MOST_NAMED: Final = 2
"""What got better, in a field."""

FILE_HEAD: Final = (
    "Problem", "Where care happens", "Case studies", "Helped", "Mixed", "Did not work", "Stopped",
    "Too early to say", "For several problems: results got better",
    "For several problems: results partly better", "For several problems: results got worse",
    "For several problems: results not better",
    "For several problems: helped overall", "For several problems: mixed overall",
    "For several problems: did not work overall", "For several problems: too early overall",
    "Strongest evidence", "What got better", "What did not, or can’t be told",
    "Results of all that a project was for", "People who told us of a challenge", "Address",
)  # fmt: skip


def as_rows(
    found: Grid,
    measured: Mapping[tuple[str, str], Results],
    asked: Mapping[tuple[str, str], int],
    address: Callable[[Field], str],
) -> Iterator[list[str | int]]:
    """Each field of the grid in which something can be tried; what was measured, by its name."""
    yield [*FILE_HEAD]
    for field in (one for row in found.rows for one in row.fields if one.count or one.gap):
        results = measured.get(field.key, NO_RESULTS)
        yield [
            field.what, field.where, field.count,
            *(field.outcomes.get(key, 0) for key in ("worked", "mixed", "did_not_work")),
            field.stopped, field.outcomes.get("too_early", 0),
            *(field.results.get(key, 0) for key in RESULTS_SAY),
            *(field.overall.get(key, 0) for key in (*_SAID, "too_early")),
            field.strength if field.count else "",
            _listed(results.better), _listed(results.not_better, which_way=True),
            _listed(results.of_all, which_way=True),
            asked.get(field.key, ""), address(field),
        ]  # fmt: skip


def _listed(results: Sequence[Result], *, which_way: bool = False) -> str:
    told = (in_a_sentence(one, which_way=which_way) for one in results)
    return "; ".join(dict.fromkeys(told))


@dataclass(frozen=True)
class Results:
    """What those of a field measured, the newest first: what got better, what did not, and what
    is of all that its project was for."""

    better: list[Result] = dataclass_field(default_factory=list)
    not_better: list[Result] = dataclass_field(default_factory=list)
    of_all: list[Result] = dataclass_field(default_factory=list)

    @property
    def shortly(self) -> str:
        """What got better, by name, as much of it as there is room for in a field."""
        if not self.better and not self.not_better:
            return "no result of this problem alone" if self.of_all else "no results published"
        called = [one.measure or "A result" for one in self.better]
        names = {one.casefold(): one for one in reversed(called)}
        first = [*reversed(names.values())][:MOST_NAMED]
        if not first:
            return "no result got better"
        more = len(names) - len(first)
        told = "; ".join([*first, f"{more} more"] if more else first)
        return (
            f"{told}; {len(self.not_better)} did not, or can’t be told" if self.not_better else told
        )


NO_RESULTS: Final = Results()


@dataclass(frozen=True)
class Row:
    """A problem: how many tried anything for it, wherever, and its fields."""

    problem: str
    count: int
    fields: tuple[Field, ...]

    @property
    def what(self) -> str:
        return PROBLEMS[self.problem]


@dataclass(frozen=True)
class Grid:
    settings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def heads(self) -> list[tuple[str, str]]:
        """(setting, what stands above its column)."""
        return [(setting, head(setting)) for setting in self.settings]

    @property
    def strongest(self) -> Field | None:
        """Where most was compared and measured for this problem."""
        fields = (field for row in self.rows for field in row.fields if field.measured)
        return max(fields, key=lambda field: (field.measured, field.helped), default=None)

    @property
    def failed(self) -> Field | None:
        """Where most did not work or stopped."""
        fields = [field for row in self.rows for field in row.fields]
        return max((one for one in fields if one.failed), key=lambda one: one.failed, default=None)
