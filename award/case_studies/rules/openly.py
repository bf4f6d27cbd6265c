"""Words that come to stand in public without anybody of ours having read them."""

from __future__ import annotations

from award.assessment.rules.contacts import contacts_in, links_in
from award.foundation.errors import Refused
from award.foundation.text import quoted, seen


def said(typed: str | None) -> str:
    """As it is kept: nothing that can't be seen hides an address from whoever looks for one."""
    return seen(typed or "").replace("\x00", "").strip()


def leads_to_nobody(
    words: str, field: str, otherwise: str = " Or choose that it is not published"
) -> None:
    """Refuses what tells how to reach a person, or leads away from us: all of it at once."""
    found = [*contacts_in(words), *links_in(words)]
    if found:
        raise Refused(f"Take {quoted(found)} out: anybody could read it.{otherwise}", field=field)
