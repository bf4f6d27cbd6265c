"""Enquiries, through the services."""

from __future__ import annotations

from typing import Any

from award.enquiries.models import Enquiry
from award.enquiries.services import EnquiryValues, answer, ask, confirm
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS
from award.rounds.models import Round
from tests.build import rounds
from tests.build.accounts import actor_of, user


def enquiry(round_: Round | None = None, **values: Any) -> Enquiry:
    """A committed enquiry of a stranger, whose address is confirmed."""
    said = {
        "idea": "A tool that hears falls at night",
        "question": "Does it fit?",
        "name": "Ola Stranger",
        "email": "ola@example.org",
        **values,
    }
    round_ = round_ or rounds.open_round()
    with transaction():
        made = ask(round_, EnquiryValues(**said), [], actor=ANONYMOUS)
        confirm(made, actor=ANONYMOUS)
        return made


def answered(round_: Round | None = None, **values: Any) -> Enquiry:
    """A committed enquiry that somebody of staff has answered."""
    made, actor = enquiry(round_, **values), actor_of(user())
    with transaction():
        answer(made, words="Yes, it fits.", actor=actor)
    return made
