"""What a person asks of a list again and again, kept under a name of theirs.

It belongs to the kind of list, not to one round's: it is of use in the next round too. What
another list hasn't got is left out and said, as with any old address.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import audit
from award.foundation.acts import act
from award.foundation.db import Base, Dated, db
from award.foundation.errors import Refused
from award.foundation.folding import name_key
from award.foundation.names import key_of
from award.foundation.policy import Actor, Permission, Role, has_role, predicate
from award.foundation.references import new_reference
from award.foundation.tables import View

LONGEST_NAME: Final = 60
MOST: Final = 30
"""Of one person, for one kind of list: they are all drawn above it."""
TAKEN: Final = (
    "You have a view with this name, or one that differs from it only in capitals, accents or "
    "punctuation. Choose another name"
)


class SavedView(Dated, Base):
    """`asked` is what `View.arguments` gives: words, filters, order and columns."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("owner_id", "list_key", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: new_reference("VIE")
    )
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    list_key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    name_key: Mapped[str] = key_of("name")
    asked: Mapped[dict[str, Any]]


_keeps = has_role(Role.STAFF, Role.PUBLISHER, Role.AUDITOR, Role.ADMIN)
_own = predicate(
    lambda actor, saved: actor.user_id is not None and saved.owner_id == actor.user_id,
    "who saved it",
)
PERMISSIONS = (
    Permission("view.save", _keeps, "Save what one asks of a list under a name"),
    Permission("view.change", _keeps & _own, "Rename or delete a saved view of one's own"),
)


def own_view(actor: Actor, reference: str) -> SavedView | None:
    """The view, for who saved it."""
    query = select(SavedView).where(
        SavedView.reference == reference, SavedView.owner_id == actor.user_id
    )
    return db.session.scalar(query)


class SavedRow(NamedTuple):
    """A saved view as its list shows it."""

    reference: str
    name: str
    asked: dict[str, Any]


@cache
def _saved() -> Select[Any]:
    return (
        select(SavedView.reference, SavedView.name, SavedView.asked)
        .where(SavedView.owner_id == bindparam("owner"), SavedView.list_key == bindparam("of"))
        .order_by(SavedView.name_key, SavedView.id)
    )


def own_views(actor: Actor, list_key: str) -> list[SavedRow]:
    """Those that the actor saved of lists of this kind, by name."""
    found = db.session.execute(_saved(), {"owner": actor.user_id, "of": list_key})
    return [SavedRow(*row) for row in found]


def _free(name: str, list_key: str, actor: Actor, *, but: int | None = None) -> None:
    """Refused where another of one's views of the list reads the same, or nothing can be read."""
    if not name_key(name):
        raise Refused("Use at least one letter or number in the name", field="name")
    query = select(SavedView.id).where(
        SavedView.owner_id == actor.user_id,
        SavedView.list_key == list_key,
        SavedView.name_key == name_key(name),
    )
    if db.session.scalar(query) not in (None, but):
        raise Refused(TAKEN, field="name")


@act("view.save")
def save_view(view: View[Any], name: str, *, actor: Actor) -> SavedView:
    """Keep what was asked of a list, but for the page. Refused where it is nothing, where there are
    as many as a page can show, and for a name that is taken."""
    asked, key = view.arguments(), view.table.key
    if not asked:
        raise Refused("There is nothing to save: search, filter, sort or choose columns first")
    mine = (SavedView.owner_id == actor.user_id, SavedView.list_key == key)
    if (db.session.scalar(select(func.count(SavedView.id)).where(*mine)) or 0) >= MOST:
        raise Refused(f"You have {MOST} views of this list. Delete one first")
    _free(name, key, actor)
    saved = SavedView(owner_id=actor.user_id, list_key=key, name=name, asked=asked)
    db.session.add(saved)
    db.session.flush()
    audit.record(actor, "saved_view.save", saved, {"list": key}, codes={"list"})
    return saved


@act("view.change")
def rename_view(saved: SavedView, name: str, *, actor: Actor) -> None:
    """Refused for a name that another view of the list has."""
    _free(name, saved.list_key, actor, but=saved.id)
    saved.name = name
    db.session.flush()
    audit.record(actor, "saved_view.rename", saved)


@act("view.change")
def delete_view(saved: SavedView, *, actor: Actor) -> None:
    """The list itself is as it was."""
    audit.record(actor, "saved_view.delete", saved)
    db.session.delete(saved)
    db.session.flush()
