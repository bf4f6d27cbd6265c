"""Who may see and change organisations and accounts."""

from __future__ import annotations

from award.foundation.policy import (
    Permission,
    Role,
    admin,
    auditor,
    has_role,
    predicate,
    reads_everything,
    signed_in,
    staff,
)

member = predicate(
    lambda actor, organisation: actor.user_id in organisation.member_ids, "member of it"
)

asked = predicate(
    lambda actor, request: actor.user_id in request.organisation.member_ids,
    "member of the organisation that is asked",
)

asked_it_themselves = predicate(
    lambda actor, request: actor.user_id == request.person_id, "asked it themselves"
)

PERMISSIONS = (
    Permission("account.use", signed_in, "Change one's own password and second factor"),
    Permission("organisation.create", has_role(Role.APPLICANT), "Add an organisation to apply for"),
    Permission("organisation.list", has_role(Role.APPLICANT), "List one's own organisations"),
    Permission("organisation.read", member | reads_everything, "See an organisation's record"),
    Permission("organisation.edit", member, "Change an organisation's record"),
    Permission(
        "organisation.let_in",
        (asked | staff) & ~asked_it_themselves,
        "Answer somebody else who asks to join an organisation",
    ),
    Permission("register.load", staff | admin, "Load an extract of a public register"),
    Permission("people.read", admin | auditor, "See who has an account, with which roles"),
    Permission("people.manage", admin, "Open and suspend accounts, give and take roles"),
    Permission(
        "audit.read",
        admin | auditor,
        "Read the audit trail; administrators, what concerns accounts",
    ),
    Permission("audit.read_all", auditor, "Read the audit trail of everything"),
)
