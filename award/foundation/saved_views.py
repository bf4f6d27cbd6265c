"""What a person asks of a list again and again, kept under a name of theirs.

It belongs to the kind of list, not to one round's: it is of use in the next round too. What
another list hasn't got is left out and said, as with any old address.

Whoever saved it may share it with those who read the same list of the same round. What they are
shown of it is what they could ask of that list themselves: a reader's own `ListView.read` goes
over it first, so that neither an address nor a pill says more than their own list has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Select,
    String,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from award.foundation import audit
from award.foundation.acts import act
from award.foundation.db import Base, Dated, db, one_of
from award.foundation.errors import Refused
from award.foundation.folding import name_key
from award.foundation.names import key_of
from award.foundation.policy import Actor, Permission, Role, admin, can, has_role, predicate
from award.foundation.references import new_reference
from award.foundation.tables import ListView, View

LONGEST_NAME: Final = 60
MOST: Final = 30
"""Of one person for one kind of list, and shared of one list: they are all drawn above it."""
TAKEN: Final = (
    "You have a view with this name, or one that differs from it only in capitals, accents or "
    "punctuation. Choose another name"
)
SHARED_TAKEN: Final = "A view that is shared of this list has this name. Choose another name"


class Sharing(StrEnum):
    """Who else finds it above the list that it was shared of."""

    OWN = "own"
    TEAM = "team"
    CHAIRS = "chairs"
    """The team, and who chairs the panel of the round."""


WIDER: Final = tuple(Sharing)
"""From the fewest readers to the most."""


class SavedView(Dated, Base):
    """`asked` is what `View.arguments` gives: words, filters, order and columns. `shared_of` is the
    reference of the round whose list it was shared of, "" for a list of nothing in particular."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("owner_id", "list_key", "name_key"),
        CheckConstraint(one_of("shared_with", Sharing), name="shared_with"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: new_reference("VIE")
    )
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    list_key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    name_key: Mapped[str] = key_of("name")
    asked: Mapped[dict[str, Any]]
    shared_with: Mapped[str] = mapped_column(String(10), default=Sharing.OWN, server_default="own")
    shared_of: Mapped[str] = mapped_column(String(20), default="", server_default="")

    @property
    def shared(self) -> bool:
        return self.shared_with != Sharing.OWN


_keeps = has_role(Role.STAFF, Role.PUBLISHER, Role.AUDITOR, Role.ADMIN)
_own = predicate(
    lambda actor, saved: actor.user_id is not None and saved.owner_id == actor.user_id,
    "who saved it",
)
_shared = predicate(lambda _actor, saved: saved.shared, "shared")
PERMISSIONS = (
    Permission("view.save", _keeps, "Save what one asks of a list under a name"),
    Permission(
        "view.change",
        _keeps & (_own | admin & _shared),
        "Rename, share, take back or delete a saved view: who saved it, or an administrator",
    ),
)


def changeable_view(actor: Actor, reference: str) -> SavedView | None:
    """The view, for who saved it; one that is shared for administrators too."""
    whose: ColumnElement[bool] = SavedView.owner_id == actor.user_id
    if admin(actor):
        whose = or_(whose, SavedView.shared_with != Sharing.OWN)
    return db.session.scalar(select(SavedView).where(SavedView.reference == reference, whose))


class SavedRow(NamedTuple):
    """A saved view as its list shows it. `changed`: may its reader change it?"""

    reference: str
    name: str
    asked: dict[str, Any]
    own: bool
    shared: bool
    changed: bool


@cache
def _saved(team: bool) -> Select[Any]:
    seen = (Sharing.TEAM, Sharing.CHAIRS) if team else (Sharing.CHAIRS,)
    own = SavedView.owner_id == bindparam("owner")
    here = and_(SavedView.shared_with.in_(seen), SavedView.shared_of == bindparam("thing"))
    return (
        select(
            SavedView.reference, SavedView.name, SavedView.asked, own, SavedView.shared_with,
            SavedView.shared_of == bindparam("thing"),
        )
        .where(SavedView.list_key == bindparam("of"), or_(own, here))
        .order_by(SavedView.name_key, SavedView.id)
    )  # fmt: skip


def offers_views(actor: Actor, table: ListView[Any]) -> bool:
    """Can there be saved views of this list that the actor would see?"""
    return can(actor, "view.save") or table.chaired


def views_of(actor: Actor, table: ListView[Any]) -> list[SavedRow]:
    """Those that the actor saved of lists of this kind, and those that are shared of this one, by
    name. What is another's asks only what the actor could ask, and is left out where that is
    nothing."""
    keeps = can(actor, "view.save")
    given = {"owner": actor.user_id, "of": table.key, "thing": thing_of(table)}
    found: list[SavedRow] = []
    for reference, name, asked, own, shared_with, here in db.session.execute(_saved(keeps), given):
        shared = shared_with != Sharing.OWN and bool(here)
        readable = asked if own else _as_read_by(actor, table, asked)
        if readable:
            if not own and not keeps:  # its name was typed by who may know more
                name = f"View {len(found) + 1} of the programme team"
            changed = keeps and (bool(own) or admin(actor))
            found.append(SavedRow(reference, name, readable, bool(own), shared, changed))
    return found


def _as_read_by(actor: Actor, table: ListView[Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    values = {key: one if isinstance(one, list) else [one] for key, one in asked.items()}
    return table.read(values, actor).arguments()


def thing_of(table: ListView[Any]) -> str:
    return table.thing.reference if table.thing is not None else ""


def audiences(saved: SavedView | None, table: ListView[Any] | None, actor: Actor) -> list[Sharing]:
    """With whom the actor may share it: as they read that list themselves; with nobody more than
    now where they don't, or where it is another's."""
    now = Sharing(saved.shared_with) if saved else Sharing.OWN
    if table is None or (saved is not None and saved.owner_id != actor.user_id):
        return list(WIDER[: WIDER.index(now) + 1])
    return [one for one in WIDER if one != Sharing.CHAIRS or table.chaired or one == now]


def _free(name: str, list_key: str, actor: Actor, *, but: SavedView | None = None) -> None:
    """Refused where another of the same person's views of the list reads the same, or nothing can
    be read."""
    if not name_key(name):
        raise Refused("Use at least one letter or number in the name", field="name")
    query = select(SavedView.id).where(
        SavedView.owner_id == (but.owner_id if but else actor.user_id),
        SavedView.list_key == list_key,
        SavedView.name_key == name_key(name),
    )
    if db.session.scalar(query) not in (None, but.id if but else None):
        raise Refused(TAKEN, field="name")


def _free_among_shared(saved: SavedView) -> None:
    """Refused where its readers would find two of a name, or more than a page has room for."""
    there: Sequence[Any] = db.session.execute(
        select(SavedView.name_key).where(
            SavedView.list_key == saved.list_key,
            SavedView.shared_of == saved.shared_of,
            SavedView.shared_with != Sharing.OWN,
            SavedView.id != saved.id,
        )
    ).all()
    if (name_key(saved.name),) in [tuple(row) for row in there]:
        raise Refused(SHARED_TAKEN, field="name")
    if len(there) >= MOST:
        raise Refused(f"{MOST} views of this list are shared. Take one back first", field="shared")


@act("view.save")
def save_view(
    view: View[Any], name: str, *, actor: Actor, shared: Sharing = Sharing.OWN
) -> SavedView:
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
    if shared != Sharing.OWN:
        share_view(saved, shared, view.table, actor=actor)
    return saved


@act("view.change")
def rename_view(saved: SavedView, name: str, *, actor: Actor) -> None:
    """Refused for a name that another view of the list has."""
    _free(name, saved.list_key, actor, but=saved)
    saved.name = name
    if saved.shared:
        _free_among_shared(saved)
    db.session.flush()
    audit.record(actor, "saved_view.rename", saved)


@act("view.change")
def share_view(
    saved: SavedView, shared: Sharing, table: ListView[Any] | None, *, actor: Actor
) -> None:
    """Others find it above that list from now on, or no longer. Refused for more readers than the
    actor may give it, and for words typed into a search where those would read them who may know
    less than who typed them."""
    if shared not in audiences(saved, table, actor):
        raise Refused("You can't share it with them. Choose who sees it again", field="shared")
    if shared == Sharing.CHAIRS and _typed(saved, table):
        raise Refused(
            "What is searched for can name what who chairs must not know. Share a view without a "
            "search with them",
            field="shared",
        )
    saved.shared_with = shared
    if shared == Sharing.OWN:
        saved.shared_of = ""
        audit.record(actor, "saved_view.take_back", saved)
    else:
        if saved.owner_id == actor.user_id and table is not None:
            saved.shared_of = thing_of(table)
        _free_among_shared(saved)
        details = {"with": str(shared), "of": saved.shared_of}
        audit.record(actor, "saved_view.share", saved, details, codes={"with", "of"})
    db.session.flush()


def _typed(saved: SavedView, table: ListView[Any] | None) -> bool:
    free = [one.key for one in table.filters if one.choices is None] if table else []
    return any(saved.asked.get(key) for key in ("q", *free))


@act("view.change")
def delete_view(saved: SavedView, *, actor: Actor) -> None:
    """The list itself is as it was."""
    audit.record(actor, "saved_view.delete", saved)
    db.session.delete(saved)
    db.session.flush()
