"""What a round's rows say of who may see what of whom, read once out of the copy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from award.accounts.models import user_role
from award.applications.rules.states import ASSESSABLE, READABLE
from award.assessment.rules.states import ACTIVE, CONFLICTED, SHOWN, UNFINISHED, AssignmentState
from award.assessment.rules.visibility import names_shown, sees_others
from award.foundation.db import Base
from award.foundation.policy import Role
from award.foundation.scopes import everything
from award.proofs.elsewhere import Elsewhere, known_elsewhere, words_in_public
from award.proofs.panel import away_of, chairs_of, mine_of
from award.proofs.written import words_kept_of, words_published_in
from award.rounds.rules.values import applicant_hidden

TABLES: Final = Base.metadata.tables
OTHERS: Final = 50
"""Of the applications that are no business of an assessor, so many are tried."""


@dataclass
class Facts:
    """Rows by their ids."""

    round: Row[Any]
    applications: dict[int, Row[Any]]
    contents: dict[int, dict[str, Any]]
    assignments: dict[int, Row[Any]]
    people: dict[int, Row[Any]]
    organisations: dict[int, Row[Any]]
    sheets: dict[int, Row[Any]]
    """By assignment."""
    scores: Mapping[int, list[Row[Any]]]
    """By sheet."""
    files: Mapping[int, list[Row[Any]]]
    team: Mapping[int, set[int]]
    """People of an application by account."""
    team_names: Mapping[int, list[Row[Any]]]
    """Who was asked to apply too."""
    remarks: Mapping[int, list[Row[Any]]]
    """What a panel said about an application."""
    decisions: dict[int, Row[Any]]
    staff: frozenset[int]
    chairs: frozenset[int]
    """Who chairs the round, or deputises."""
    opened: bool
    """May they read what others don't?"""
    tied: dict[int, frozenset[int]] = field(default_factory=dict)
    """By person: what they apply for, or have a part in."""
    away: dict[int, frozenset[int]] = field(default_factory=dict)
    """By person: what they have a conflict with."""
    elsewhere: dict[int, Elsewhere] = field(default_factory=dict)
    """By person: what other rounds let them know."""
    written: Mapping[int, str] = field(default_factory=dict)
    """By person: their own words."""
    published: str = ""
    """What the round says to everybody who assesses."""
    public: Sequence[str] = ()
    """What anybody may read."""
    minutes: Mapping[int, str] = field(default_factory=dict)
    """By application: what a meeting said about it."""
    left: frozenset[tuple[int, int]] = frozenset()
    """Applications, and who left the room for them."""
    shared: frozenset[int] = frozenset()
    """Applications that a scenario names which staff shared with the panel."""

    @property
    def assessors(self) -> list[int]:
        return sorted({one.assessor_id for one in self.assignments.values()})

    @property
    def panel(self) -> list[int]:
        """Whom the proof can become."""
        return sorted({*self.assessors, *self.chairs})

    @property
    def double(self) -> bool:
        return applicant_hidden(self.round.blindness)

    @property
    def named(self) -> bool:
        return names_shown(self.round.blindness)

    def met(self, person: int) -> Elsewhere:
        """Whom they know by name anyway."""
        return self.elsewhere.get(person) or Elsewhere()

    def own(self, person: int) -> dict[int, Row[Any]]:
        """Their assignments by application."""
        return {
            one.application_id: one
            for one in self.assignments.values()
            if one.assessor_id == person
        }

    def shown(self, person: int) -> set[int]:
        """Applications that they have before them."""
        here = {key for key, one in self.own(person).items() if one.state in SHOWN}
        return here - self.away.get(person, frozenset())

    def moderated(self, person: int) -> set[int]:
        """Applications that they read as who chairs the round, once it is open to them: but for
        what they have still to score, and what they are tied to."""
        if person not in self.chairs or not self.opened:
            return set()
        own = self.own(person)
        shut = {key for key, one in own.items() if one.state in UNFINISHED}
        shut |= self.tied.get(person, frozenset()) | self.away.get(person, frozenset())
        return {key for key, row in self.applications.items() if row.state in READABLE} - shut

    def met_in(self, person: int) -> set[int]:
        """Applications of the round whose titles they read."""
        return self.shown(person) | self.moderated(person)

    def hidden(self, person: int) -> list[int]:
        """Applications of the round that they may not meet: conflicted ones first, and some of
        those that they never had to do with."""
        known = {*self.own(person), *self.away.get(person, ())}
        met = self.met_in(person) | self.tied.get(person, frozenset())
        rest = [key for key in self.applications if key not in met]
        return sorted(rest, key=lambda key: (key not in known, key))[:OTHERS]

    def told(self, person: int) -> set[int]:
        """Applications that scenarios shared with the panel name to them: to whoever has nothing
        left to score, but for what they have a tie to."""
        own = self.own(person)
        states = {one.state for key, one in own.items() if assessable(self, key)}
        if states & UNFINISHED or all(
            one.state != AssignmentState.SUBMITTED for one in own.values()
        ):
            return set()
        away = self.away.get(person, frozenset())
        return {*self.shared} - self.tied.get(person, frozenset()) - away

    def heard(self, person: int) -> set[int]:
        """Applications that they read along, minute and all, if they are at the round's meeting."""
        own = self.own(person)
        return {
            key
            for key in self._opened(person)
            if own[key].state == AssignmentState.SUBMITTED
            and assessable(self, key)
            and key not in self.tied.get(person, ())
            and key not in self.away.get(person, ())
            and (key, person) not in self.left
        }

    def minuted(self, person: int) -> set[int]:
        """Applications whose minute they read."""
        return self.heard(person) | self.moderated(person)

    def readable(self, person: int) -> set[int]:
        """Assignments of others whose sheets they may read by now."""
        opened = {*self._opened(person), *self.moderated(person)}
        return {
            one.id
            for one in self.assignments.values()
            if one.application_id in opened
            and one.assessor_id != person
            and one.state == AssignmentState.SUBMITTED
        }

    def before(self, person: int) -> set[int]:
        """Assignments of others of which who chairs reads what they said before they went back,
        and what was left out of them."""
        moderated = self.moderated(person)
        return {
            one.id
            for one in self.assignments.values()
            if one.application_id in moderated and one.state not in CONFLICTED
        }

    def talks(self, person: int) -> set[int]:
        """Applications whose discussion they may read by now."""
        return {*self._opened(person), *self.moderated(person)}

    def _opened(self, person: int) -> dict[int, list[Row[Any]]]:
        """Assignments of others by application, where the round shows what those wrote."""
        found = {}
        for application, mine in self.own(person).items():
            others = [
                one
                for one in self.assignments.values()
                if one.application_id == application and one is not mine and one.state in ACTIVE
            ]
            if sees_others(self.round.reveal, mine.state, [one.state for one in others]):
                found[application] = others
        return found

    def others(self, person: int) -> list[Row[Any]]:
        """Assignments of other people, on what they have, had, or never had before them."""
        about = {*self.met_in(person), *self.hidden(person), *self.own(person)}
        return [
            one
            for one in self.assignments.values()
            if one.assessor_id != person and one.application_id in about
        ]


def _by(rows: Any, column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


@everything("the proof reads a copy of the round for nobody")
def facts_of(connection: Connection, reference: str) -> Facts:
    """LookupError when there is no such round."""
    round_, application = TABLES["round"], TABLES["application"]
    found = connection.execute(select(round_).where(round_.c.reference == reference)).first()
    if found is None:
        raise LookupError(reference)
    mine = select(application.c.id).where(
        application.c.round_id == found.id, application.c.submitted_at.is_not(None)
    )

    def rows(name: str, key: str = "application_id") -> Any:
        table = TABLES[name]
        return connection.execute(select(table).where(table.c[key].in_(mine))).all()

    applications = {row.id: row for row in rows("application", "id")}
    submissions = sorted(rows("submission"), key=lambda row: row.number)
    assignments = {row.id: row for row in rows("assignment")}
    collaborators = [*rows("collaborator")]
    sheet, score, staff = TABLES["sheet"], TABLES["score"], TABLES["role"]
    about = select(TABLES["assignment"].c.id).where(TABLES["assignment"].c.application_id.in_(mine))
    sheets = connection.execute(select(sheet).where(sheet.c.assignment_id.in_(about))).all()
    of_sheets = select(sheet.c.id).where(sheet.c.assignment_id.in_(about))
    scores = connection.execute(select(score).where(score.c.sheet_id.in_(of_sheets))).all()
    programme = select(user_role.c.user_id).join(staff, staff.c.id == user_role.c.role_id)
    team = defaultdict(set)
    for row in applications.values():
        team[row.id].add(row.lead_id)
    for row in collaborators:
        if row.person_id:
            team[row.application_id].add(row.person_id)
    co_applicants = rows("co_applicant")
    chairs, opened = chairs_of(connection, found.id)
    panel = {*(row.assessor_id for row in assignments.values()), *chairs}
    return Facts(
        found,
        applications,
        {row.application_id: row.content for row in submissions},
        assignments,
        {row.id: row for row in connection.execute(select(TABLES["user_account"]))},
        {row.id: row for row in connection.execute(select(TABLES["organisation"]))},
        {row.assignment_id: row for row in sheets},
        _by(scores, "sheet_id"),
        _by(rows("stored_file"), "application_id"),
        team,
        _by(co_applicants, "application_id"),
        _by(rows("panel_remark"), "application_id"),
        {row.application_id: row for row in rows("decision")},
        frozenset(
            connection.scalars(programme.where(staff.c.name != Role.ASSESSOR.value)).all()
        ),
        chairs,
        opened,
        {person: mine_of(connection, person) for person in panel},
        {person: away_of(connection, person) for person in panel},
        known_elsewhere(connection, found.id, panel),
        words_kept_of(connection, panel),
        words_published_in(connection, found),
        words_in_public(connection),
        {row.application_id: row.words for row in rows("meeting_minute")},
        frozenset((row.application_id, row.person_id) for row in rows("left_the_room")),
        _shared_in(connection, found.id),
    )  # fmt: skip


@everything("the proof reads a copy of the round for nobody")
def _shared_in(connection: Connection, round_id: int) -> frozenset[int]:
    scenario, sharing = TABLES["scenario"].c, TABLES["scenario_sharing"].c
    query = (
        select(scenario.asked, scenario.found)
        .join(TABLES["scenario_sharing"], sharing.scenario_id == scenario.id)
        .where(scenario.round_id == round_id, sharing.shared)
    )
    return frozenset(
        key
        for asked, found in connection.execute(query)
        for key in (*(row[0] for row in found["rows"]), *asked["must"], *asked["must_not"])
    )


def assessable(facts: Facts, application: int) -> bool:
    return facts.applications[application].state in ASSESSABLE
