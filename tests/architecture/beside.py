"""What of the small world stands beside its applications: complaints, a copy of somebody's data."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from award.foundation.db import transaction
from award.foundation.policy import SYSTEM
from award.own_data.jobs import make_copies
from award.own_data.services import copies
from award.rounds.services.reference_data import import_regimes
from tests.build import complaints, regimes


def note(world: Any) -> None:
    _note_complaints(world)
    _note_copy(world)
    _note_regime(world)


def _note_complaints(world: Any) -> None:
    """A stranger's, and one about somebody of the programme, who may not know of it."""
    for name, person in (("complaint", ""), ("complaint about staff", "staff@world.example")):
        what = f"What {name.replace(' ', '').title()}word says of the service"
        about = complaints.complaint(concerns="service", what=what, person=person)
        world.keys[name] = about.reference
        world.facts[name] = SimpleNamespace(named_ids=about.named_ids)
        who = {"auditor", "admin"} if person else {"staff", "auditor", "admin"}
        world.readers[what] = frozenset(who)


def _note_regime(world: Any) -> None:
    with transaction():
        import_regimes(regimes.ONE, actor=SYSTEM)
    world.keys["regime"], world.facts["regime"] = "checklist", None


def _note_copy(world: Any) -> None:
    """What the lead asked to download."""
    with transaction():
        copy = copies.ask_for_copy(actor=world.actors["lead"])
    make_copies()
    world.keys["copy of lead's data"] = copy.token
    world.facts["copy of lead's data"] = SimpleNamespace(user_id=copy.user_id)
