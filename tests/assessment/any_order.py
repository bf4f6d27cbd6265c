"""Whatever people do with an application, in whatever order: no state that can't be, no score of
somebody with a conflict in a mean, and nobody's words before their time."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from award.accounts.models import JoinRequest
from award.accounts.services import joining
from award.accounts.services.people import reinstate, suspend
from award.applications.models import Application
from award.assessment.models.assignments import Assignment, Sheet
from award.assessment.models.fixed import FixedSheet, SheetShown
from award.assessment.models.kept import ScoreSummary
from award.assessment.queries import own
from award.assessment.queries.left_out import left_out_on
from award.assessment.queries.peers import peers_sheets
from award.assessment.reminders import look_for_conflicts
from award.assessment.rules.states import ACTIVE, CONFLICTED, AssignmentState
from award.assessment.services import assigning, conflicts, declaring, scoring
from award.foundation import clock
from award.foundation.checks import CHECKS
from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.kept import keep_rows
from award.foundation.policy import SYSTEM
from award.foundation.references import new_reference
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.moderation.services import scores as moderation
from tests.assessment.acting import Acting
from tests.build import assessment
from tests.build import moderation as moderating

WHO = st.integers(0, 2)
ENDS = (
    "declines", "finds_a_conflict", "finds_a_conflict_later", "removes", "suspends",
    "joins_who_applies",
)  # fmt: skip
"""What ends most of the rest is one thing among the others, or little else would ever be met."""
PROMISES = (
    "Every score that lists show", "Every submitted sheet is as", "Every time that a sheet",
    "Everything stands where", "Every move is in the audit trail",
)  # fmt: skip


class AnyOrder(Acting):
    """What they do. A refusal changes nothing."""

    @rule(who=WHO)
    def assigns(self, who: int) -> None:
        self._do("assign", lambda: self._assign(self.people[who]))

    @rule(who=WHO)
    def declares(self, who: int) -> None:
        self._by("declare", who, lambda one, actor: declaring.declare_no_conflict(one, actor=actor))

    def declines(self, who: int) -> None:
        self._by("decline", who, lambda one, actor: declaring.decline(one, "too_many", actor=actor))

    def finds_a_conflict(self, who: int) -> None:
        self._by(
            "conflict",
            who,
            lambda one, actor: declaring.declare_conflict(one, "family", actor=actor),
        )

    @rule(who=WHO, value=st.integers(1, 10))
    def scores_and_submits(self, who: int, value: int) -> None:
        self.declares(who)

        def act(one: Assignment, _actor: Any) -> None:
            if one.state != AssignmentState.TO_SCORE:
                raise Refused("there is nothing to score")
            application = db.session.get_one(Application, self.number)
            words = f"Words of {who}"
            values = assessment.sheet_values(application, (value,) * 3, justification=words)
            assessment.submit(one, self._user(self.people[who]), values)

        self.submitted += self._by("submit", who, act)

    @rule(who=WHO)
    def saves_late(self, who: int) -> None:
        """A draft, whatever the state: it is refused where there is none."""

        def act(one: Assignment, actor: Any) -> None:
            application = db.session.get_one(Application, self.number)
            values = assessment.sheet_values(application, (1, 1, 1), justification="Draft words")
            scoring.save_sheet(one, values, {}, actor=actor)

        self._by("draft", who, act)

    def finds_a_conflict_later(self, who: int) -> None:
        self.scores_and_submits(who, 9)
        self.finds_a_conflict(who)

    @rule(who=WHO)
    def hands_back(self, who: int) -> None:
        self.scores_and_submits(who, 5)
        self._by_staff(
            "hand back",
            who,
            lambda one, actor: assigning.return_sheet(one, reason="A slip", actor=actor),
        )

    def removes(self, who: int) -> None:
        self._by_staff(
            "remove", who, lambda one, actor: assigning.remove(one, reason="Away", actor=actor)
        )

    @rule(who=WHO)
    def excludes(self, who: int) -> None:
        self.scores_and_submits(who, 4)
        self.scores_and_submits((who + 1) % 3, 6)

        def act(one: Assignment, actor: Any) -> None:
            item = moderating.item(db.session.get_one(Application, self.number), actor)
            moderation.leave_out(item, one.alias[-1], "", "About another one", actor=actor)

        self._by_staff("exclude", who, act)

    def suspends(self, who: int) -> None:
        person = self._user(self.people[who])
        act = suspend if person.active else reinstate
        self._do("suspend", lambda: act(person, actor=SYSTEM))

    def joins_who_applies(self, who: int) -> None:
        """Whoever leads the application lets them into the organisation that applies."""
        application = db.session.get_one(Application, self.number)
        request = JoinRequest(
            reference=new_reference("JOIN"), organisation_id=application.organisation_id,
            person_id=self.people[who], asked_at=clock.now(),
        )  # fmt: skip

        def act() -> None:
            db.session.add(request)
            db.session.flush()
            db.session.refresh(request, ["person", "organisation"])
            db.session.refresh(request.organisation, ["members"])
            lead = self._actor(application.lead_id)
            joining.answer_join_request(request, let_in=True, actor=lead)

        if self._do("team", act):
            self.in_team.add(who)
            self.looked = False

    @rule(who=WHO, how=st.sampled_from(ENDS))
    def ends(self, who: int, how: str) -> None:
        getattr(self, how)(who)

    @rule(who=WHO, works_there=st.booleans())
    def declares_interests(self, who: int, works_there: bool) -> None:
        employer = "Brightwater Care Ltd" if works_there else "Somewhere Else"
        given = [Given(InterestKind.EMPLOYMENT, employer)]
        person, actor = self._user(self.people[who]), self._actor(self.people[who])
        act = partial(declare_interests, person, given, nothing=False, actor=actor)
        if self._do("profile", act):
            (self.employed.add if works_there else self.employed.discard)(who)
            self.looked = False

    @rule()
    def the_service_looks(self) -> None:
        keep_rows()
        look_for_conflicts()
        db.session.expire_all()
        self.looked = True

    @rule(who=WHO)
    def turns_out_to_work_there(self, who: int) -> None:
        self.scores_and_submits(who, 2)
        self.declares_interests(who, True)
        self.the_service_looks()

    @rule(who=WHO)
    def is_given_back(self, who: int) -> None:
        """By staff, where nothing is between them any more."""
        person = self.people[who]
        if who in self.employed:
            self.declares_interests(who, False)
            self.the_service_looks()

        def act(one: Assignment, actor: Any) -> None:
            application = db.session.get_one(Application, self.number)
            conflicts.decide(
                application, self._user(person), conflicts.GIVE_BACK, "It was another home.",
                actor=actor,
            )  # fmt: skip

        if self._by_staff("give back", who, act):
            assert who not in self.in_team | self.employed
        self.looked = False

    @invariant()
    def whoever_has_a_part_has_nothing_of_it(self) -> None:
        """From the moment they join who applies; for what they declared, once the service
        has looked: then their sheets count no more."""
        db.session.expire_all()
        reference = db.session.get_one(Application, self.number).reference
        for who in self.in_team | (self.employed if self.looked else set()):
            assert own.assignment_for(self._actor(self.people[who]), reference) is None
            one = self._of(who)
            if self.looked and one is not None:
                assert one.state not in ACTIVE, "their sheet counts, or may come to"
                self.met["found later"] += one.state == AssignmentState.VOIDED

    @invariant()
    def means_count_what_counts(self) -> None:
        db.session.expire_all()
        rows = db.session.execute(
            sa.select(Assignment.id, Assignment.state, Sheet.weighted_pct)
            .join(Sheet, Sheet.assignment_id == Assignment.id)
            .where(Assignment.application_id == self.number)
        ).all()
        out = left_out_on([self.number]).get(self.number, {})
        counts = [
            row.weighted_pct
            for row in rows
            if row.state == AssignmentState.SUBMITTED and "" not in out.get(row.id, ())
        ]
        summary = db.session.get_one(ScoreSummary, self.number)
        if counts:
            assert summary.mean_pct == pytest.approx(sum(counts) / len(counts))
        else:
            assert summary.mean_pct is None
        self.met["voided"] += any(row.state == AssignmentState.VOIDED for row in rows)

    @invariant()
    def nobody_reads_too_early(self) -> None:
        reference = db.session.get_one(Application, self.number).reference
        every = [self._of(who) for who in range(3)]
        for person, raw in zip(self.people, every, strict=True):
            mine = own.assignment_for(self._actor(person), reference)
            if raw is not None and raw.state in CONFLICTED:
                assert mine is None
            if mine is None:
                continue
            seen = peers_sheets(mine)
            others = [one for one in every if one is not None and one.assessor_id != person]
            states = [one.state for one in others]
            waits = {AssignmentState.TO_DECLARE, AssignmentState.TO_SCORE}.intersection(states)
            early = mine.state != AssignmentState.SUBMITTED or self.reveal == "never"
            if early or (self.reveal == "after_all" and waits):
                assert seen is None
            else:
                assert seen is not None
                assert len(seen) == states.count(AssignmentState.SUBMITTED)
                self.met["read another"] += bool(seen)

    @invariant()
    def each_time_is_kept(self) -> None:
        of_it = sa.select(Assignment.id).where(Assignment.application_id == self.number)
        kept = db.session.scalars(
            sa.select(FixedSheet).where(FixedSheet.assignment_id.in_(of_it))
        ).all()
        assert len(kept) == self.submitted
        first = {one.assignment_id: one.fixed_at for one in kept if one.number == 1}
        shown = sa.select(SheetShown).where(SheetShown.to_id.in_(of_it))
        for one in db.session.scalars(shown):
            assert first[one.to_id] <= one.shown_at  # only who had submitted

    def teardown(self) -> None:
        """What `flask check` promises; a run is enough to ask once."""
        checks = CHECKS.all()
        for says in PROMISES:
            found = next(check for name, check in checks.items() if name.startswith(says))
            assert list(found()) == [], says
