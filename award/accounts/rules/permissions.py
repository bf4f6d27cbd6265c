"""Who may see and change organisations and accounts."""

from __future__ import annotations

from award.foundation.policy import (
    Role,
    admin,
    auditor,
    has_role,
    permission,
    predicate,
    reads_everything,
    signed_in,
)

member = predicate(
    lambda actor, organisation: actor.user_id in organisation.member_ids, "member of it"
)

permission("account.use", signed_in, "Change one's own password and second factor")
permission("organisation.create", has_role(Role.APPLICANT), "Add an organisation to apply for")
permission("organisation.list", has_role(Role.APPLICANT), "List one's own organisations")
permission("organisation.read", member | reads_everything, "See an organisation's record")
permission("organisation.edit", member, "Change an organisation's record")
permission("people.read", admin | auditor, "See who has an account, with which roles")
permission("people.manage", admin, "Open and suspend accounts, give and take roles")
permission(
    "audit.read", admin | auditor, "Read the audit trail; administrators, what concerns accounts"
)
permission("audit.read_all", auditor, "Read the audit trail of everything")
