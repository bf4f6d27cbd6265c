"""Every change to people and organisations."""

from award.accounts.services.joining import answer_join_request, ask_to_join
from award.accounts.services.organisations import save_organisation
from award.accounts.services.people import (
    add_role,
    create_user,
    invite,
    invite_again,
    reinstate,
    remove_role,
    reset_second_factor,
    suspend,
    sync_roles,
)
from award.accounts.services.sign_in import forget_attempts, note_attempt, record_failed_sign_in
from award.accounts.services.sign_ins import (
    begin_sign_in,
    digest_of,
    end_sign_in,
    end_sign_ins,
    note_seen,
    sign_out_one,
    sign_out_others,
)
from award.accounts.services.trail import erase_person_from_trail

__all__ = [
    "add_role",
    "answer_join_request",
    "ask_to_join",
    "begin_sign_in",
    "create_user",
    "digest_of",
    "end_sign_in",
    "end_sign_ins",
    "erase_person_from_trail",
    "forget_attempts",
    "invite",
    "invite_again",
    "note_attempt",
    "note_seen",
    "record_failed_sign_in",
    "reinstate",
    "remove_role",
    "reset_second_factor",
    "save_organisation",
    "sign_out_one",
    "sign_out_others",
    "suspend",
    "sync_roles",
]
