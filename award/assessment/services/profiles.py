"""What is said of assessors: by staff, and by themselves."""

from __future__ import annotations

from typing import Any

from award.accounts.models import User
from award.assessment.models.people import AssessorLimit, AssessorProfile
from award.assessment.queries.profiles import profile_of
from award.assessment.rules.profiles import FORMATS, MOST, PANELS, ProfileValues
from award.foundation import audit
from award.foundation.acts import act, part_of
from award.foundation.db import db
from award.foundation.errors import Refused, there
from award.foundation.policy import Actor
from award.rounds.models import Round

_CODES = {"panel", "settings", "beneficiaries", "capabilities", "formats"}


@act("assessment.profiles")
def set_profile(
    assessor: User, *, panel: str, expertise: list[str] | None = None, actor: Actor
) -> None:
    """Say which panel an assessor sits on; `expertise` is left as it is when None."""
    said: dict[str, Any] = (
        {"panel": panel} if expertise is None else {"panel": panel, "expertise": expertise}
    )
    _save(assessor, said, actor)


@act("assessment.profiles")
def save_profile(assessor: User, values: ProfileValues, *, actor: Actor) -> None:
    """What staff say of an assessor, the panel too."""
    _save(assessor, values.columns(), actor)


@act("assessment.own_profile")
def save_own_profile(assessor: User, values: ProfileValues, *, actor: Actor) -> None:
    """What somebody says of themselves. Their panel stays what staff say."""
    _save(assessor, {k: v for k, v in values.columns().items() if k != "panel"}, actor)


@act("assessment.profiles")
def agree_limit(round_: Round, person: User, most: int | None, *, actor: Actor) -> None:
    """How many somebody takes in this round; None: what their profile says."""
    if most is not None and not 0 <= most <= MOST:
        raise Refused(f"Enter a number from 0 to {MOST}", field="most")
    found = db.session.get(AssessorLimit, (round_.id, person.id))
    before = found.most if found else None
    if found is not None and most is None:
        db.session.delete(found)
    elif found is not None:
        found.most = most or 0
    elif most is not None:
        db.session.add(AssessorLimit(round_id=round_.id, person_id=person.id, most=most))
    audit.record(actor, "round.agree_limit", round_, {"person": person.id, "most": [before, most]})
    db.session.flush()


@part_of("assessment.profiles", "assessment.own_profile")
def _save(assessor: User, said: dict[str, Any], actor: Actor) -> None:
    if said.get("panel", "professional") not in PANELS:
        raise Refused("Choose a panel", field="panel")
    if not set(said.get("formats", ())) <= set(FORMATS):
        raise Refused("Choose from the formats", field="formats")
    profile = profile_of(assessor.id)
    if profile is None:
        profile = AssessorProfile(user_id=there(assessor.id, "their account"), panel="professional")
        for name in ("expertise", "settings", "beneficiaries", "capabilities", "formats"):
            setattr(profile, name, [])
        db.session.add(profile)
    changes = {
        name: [getattr(profile, name), value]
        for name, value in said.items()
        if getattr(profile, name) != value
    }
    for name, (_before, after) in changes.items():
        setattr(profile, name, after)
    audit.record(actor, "user_account.set_assessor_profile", assessor, changes, codes=_CODES)
    db.session.flush()
