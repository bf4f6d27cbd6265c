"""What the audit trail's events are called for people who read it."""

from __future__ import annotations

from typing import Final

KINDS: Final[dict[str, str]] = {
    "user_account": "Accounts",
    "organisation": "Organisations",
    "round": "Rounds",
    "question_set_version": "Questions",
    "application": "Applications",
    "assignment": "Assessments",
    "decision": "Decisions",
    "case_study": "Case studies",
}

_SAYS: Final[dict[str, dict[str, str]]] = {
    "user_account": {
        "create": "Opened the account",
        "invite_again": "Sent the invitation again",
        "register": "Registered",
        "confirm_email": "Confirmed the email address",
        "sign_in": "Signed in",
        "fail_sign_in": "Failed to sign in",
        "add_role": "Gave a role",
        "remove_role": "Removed a role",
        "suspend": "Suspended the account",
        "reinstate": "Opened the account again",
        "change_password": "Changed the password",
        "reset_password": "Chose a new password by email",
        "set_second_factor": "Connected an authenticator app",
        "disable_second_factor": "Turned the authenticator app off",
        "reset_second_factor": "Reset the second factor",
        "make_recovery_codes": "Made recovery codes",
        "use_recovery_code": "Used a recovery code",
        "set_assessor_profile": "Set the assessor’s panel",
    },
    "organisation": {"create": "Added an organisation", "edit": "Changed an organisation"},
    "round": {
        "create": "Set up the round",
        "update": "Changed the round",
        "export": "Downloaded a list",
        "release_decisions": "Released decisions",
        "seed_volume": "Filled the round with test data",
    },
    "question_set_version": {"import": "Stored a question set"},
    "application": {
        "start": "Started the application",
        "answer_eligibility": "Answered the eligibility check",
        "choose_organisation": "Chose the organisation",
        "save_answers": "Saved answers",
        "resolve_conflict": "Settled a conflict of edits",
        "submit": "Submitted the application",
        "withdraw": "Withdrew the application",
        "begin_assessment": "Assessment began",
        "finish_assessment": "Assessment finished",
        "resume_assessment": "Assessment resumed",
        "award": "Funded the application",
        "reserve": "Put on the reserve list",
        "reject": "Rejected the application",
    },
    "assignment": {
        "assign": "Asked an assessor to assess",
        "reassign": "Asked the assessor again",
        "declare_none": "Declared no conflict of interest",
        "declare_conflict": "Declared a conflict of interest",
        "decline": "Declined to assess",
        "remove": "Took the assessment away",
        "close": "Closed the assessment: no longer needed",
        "save_sheet": "Saved the score sheet",
        "submit": "Submitted the score sheet",
        "return": "Returned the score sheet",
    },
    "decision": {
        "stage": "Staged a decision",
        "clear": "Cleared a staged decision",
        "release": "Released the decision",
    },
    "case_study": {
        "promote": "Started a case study",
        "edit": "Edited the case study",
        "send_to_applicant": "Sent it to the applicant",
        "agree": "Agreed the case study",
        "ask_for_changes": "Asked for changes",
        "withdraw_agreement": "Withdrew the agreement",
        "publish": "Published the case study",
        "unpublish": "Took the case study down",
        "revise": "Began a revision",
        "archive": "Archived the case study",
    },
}

# Two members of these are two things, not a value before and after.
_LISTS: Final = frozenset({"applications", "copied", "codes"})


def says(verb: str) -> str:
    """The event in words; one that has none yet reads as it is written in the trail."""
    kind, _, action = verb.partition(".")
    return _SAYS.get(kind, {}).get(action) or _plain(action or kind)


def kind_says(kind: str) -> str:
    """What things of this kind are called together."""
    return KINDS.get(kind) or _plain(kind)


def choices() -> dict[str, list[tuple[str, str]]]:
    """What can be filtered by: the name of a kind, and its events as (verb, words)."""
    return {
        kind: [(f"{kind}.{action}", words) for action, words in _SAYS[kind].items()]
        for kind in KINDS
    }


def details(changes: dict[str, object]) -> list[tuple[str, str, str | None]]:
    """The evidence as lines: (what, value, None), or (what, before, after) for a change."""
    return [(_plain(key), *_sides(key, value)) for key, value in changes.items()]


def _sides(key: str, value: object) -> tuple[str, str | None]:
    if isinstance(value, list) and len(value) == 2 and key not in _LISTS:
        return _text(value[0]), _text(value[1])
    return _text(value), None


def _text(value: object) -> str:
    if value is None or value == "" or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{_plain(str(key))}: {_text(item)}" for key, item in value.items())
    return str(value)


def _plain(name: str) -> str:
    words = name.replace("_", " ").replace(".", ": ")
    return words[:1].upper() + words[1:]
