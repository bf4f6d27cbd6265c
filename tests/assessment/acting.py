"""Three assessors and a member of staff at one application, and how each of them acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from hypothesis.stateful import RuleBasedStateMachine

from award.accounts.models import User
from award.applications.models import Application
from award.assessment.models.assignments import Assignment
from award.assessment.services import assigning
from award.foundation.db import db
from award.foundation.errors import NotYet, Refused, StaleVersion
from award.foundation.policy import Role
from tests.build import accounts, applications, assessment, rounds


class Acting(RuleBasedStateMachine):
    """Three assessors and a member of staff, at one application. A refusal changes nothing."""

    reveal: str
    met: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.staff = accounts.user("Sam Staff", roles=(Role.STAFF,)).id
        self.people = [assessment.assessor(f"Assessor {name}").id for name in "XYZ"]
        self.number = applications.submitted(rounds.open_round(reveal=self.reveal)).id
        self.submitted = 0
        self.in_team: set[int] = set()
        self.employed: set[int] = set()
        self.looked = False
        for who in (0, 1):
            self.assigns(who)
            self.declares(who)

    def _do(self, what: str, act: Callable[[], Any]) -> bool:
        try:
            act()
            db.session.commit()
        except (Refused, NotYet, StaleVersion):
            db.session.rollback()
            return False
        finally:
            db.session.expire_all()
        self.met[what] += 1
        return True

    def _user(self, number: int) -> User:
        return accounts.account_of(number)

    def _actor(self, number: int) -> Any:
        return accounts.actor_of(self._user(number))

    def _assign(self, who: int) -> None:
        application = db.session.get_one(Application, self.number)
        assigning.assign(application, self._user(who), actor=self._actor(self.staff))

    def _of(self, who: int) -> Assignment | None:
        which = sa.select(Assignment).filter_by(
            application_id=self.number, assessor_id=self.people[who]
        )
        options = sa.orm.joinedload(Assignment.application).joinedload(Application.round)
        return db.session.scalars(which.options(options)).one_or_none()

    def _by(self, what: str, who: int, act: Callable[[Assignment, Any], Any]) -> bool:
        """As the assessor, if they have been asked."""
        one = self._of(who)
        return one is not None and self._do(what, lambda: act(one, self._actor(self.people[who])))

    def _by_staff(self, what: str, who: int, act: Callable[[Assignment, Any], Any]) -> bool:
        one = self._of(who)
        return one is not None and self._do(what, lambda: act(one, self._actor(self.staff)))
