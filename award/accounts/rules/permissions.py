"""Who may see and change organisations and accounts."""

from __future__ import annotations

from award.foundation.policy import (
    Role,
    admin,
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
permission("people.manage", admin, "Give and take roles, suspend accounts")
