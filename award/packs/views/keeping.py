"""One's own exports: how far they are, and the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.design.formatters import plural
from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.files.downloads import attachment
from award.foundation.files.names import dated_name, disposition
from award.foundation.files.types import TYPES, FileType
from award.foundation.lists import list_of
from award.foundation.manifests import as_json
from award.foundation.policy import Actor
from award.foundation.web import attempt, current_actor, not_found, requires
from award.packs.models import ListFile, Pack
from award.packs.queries import lists
from award.packs.queries import packs as queries
from award.packs.rules.choosing import CALLED, GOOD_FOR, PackKind
from award.packs.rules.standing import Changed
from award.packs.services import packs

blueprint = Blueprint("packs", __name__, url_prefix="/exports")

ZIP = FileType("zip", "ZIP", (".zip",), "application/zip", carries=False)
MOST_NAMED = 10
"""Applications of a file of which the page says what changed."""
JSON = FileType("json", "JSON", (".json",), "application/json", carries=False)
FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
OF_KIND = {PackKind.PANEL: TYPES["pdf"], PackKind.DOSSIERS: ZIP}


@dataclass(frozen=True)
class Shown:
    """A file as the page has it: what it is and when, so that no two are taken for each other.
    `ways` is the blueprint of what can be done with it."""

    ways: str
    file: Pack | ListFile
    title: str
    says: str
    until: datetime
    button: str
    of: int = 0
    changed: Sequence[Changed] = ()

    @property
    def when(self) -> datetime:
        return self.file.made_at or self.file.asked_at


def _packs(actor: Actor) -> list[Shown]:
    found = queries.own_packs(actor)
    changed = queries.changed_since([one.pack for one in found])
    return [
        Shown(
            "packs",
            one.pack,
            f"{_called(one.pack, one.of)}, {one.pack.asked.words}: {one.round_title}",
            one.pack.filters["words"],
            one.until,
            "PDF" if one.pack.kind == PackKind.PANEL else "ZIP file",
            one.of,
            changed.get(one.pack.id, ()),
        )
        for one in found
    ]


def _called(pack: Pack, number: int) -> str:
    return f"{CALLED[pack.kind]} of {plural(number, 'application')}"


def _lists(actor: Actor) -> list[Shown]:
    return [
        Shown(
            "list_files",
            one.file,
            f"{one.file.title}, {FORMATS[one.file.format]}"
            + (f": {one.round_title}" if one.round_title else ""),
            _narrowed(one.file),
            one.until,
            FORMATS[one.file.format],
        )
        for one in lists.own_lists(actor)
    ]


def _narrowed(file: ListFile) -> str:
    how = "Filtered or sorted as you asked" if file.asked else "All of it"
    return f"{how}, {plural(file.rows, 'row')}" if file.made_at else how


@blueprint.get("")
@requires("pack.use")
def index() -> ResponseReturnValue:
    actor = current_actor()
    found = sorted([*_packs(actor), *_lists(actor)], key=lambda one: one.file.asked_at)[::-1]
    return render_template("packs/index.html", exports=found, days=GOOD_FOR.days, most=MOST_NAMED)


@blueprint.post("/<token>/file")
@requires("pack.take", load=queries.made_pack)
def file(pack: Pack) -> ResponseReturnValue:
    """Asked for with a button, since it is recorded that it left."""
    lies_at, size, type_ = pack.lies_at, pack.size, OF_KIND[pack.kind]
    name = _name(pack, ending=type_.endings[0].lstrip("."))
    _noted(pack, "file")
    return attachment(lies_at, name, type_, size)


@blueprint.post("/<token>/manifest")
@requires("pack.take", load=queries.made_pack)
def manifest(pack: Pack) -> ResponseReturnValue:
    answer = Response(as_json(pack.manifest), mimetype=JSON.media)
    answer.headers["Content-Disposition"] = disposition(
        _name(pack, "manifest", ending="json"), JSON
    )
    _noted(pack, "manifest")
    return answer


@blueprint.get("/<token>/file", endpoint="no_file")
@blueprint.get("/<token>/manifest", endpoint="no_manifest")
@blueprint.get("/<token>/again", endpoint="not_again")
@requires("pack.take", load=queries.own_pack)
def no_file(_pack: Pack) -> ResponseReturnValue:
    """To the page that has the buttons."""
    return redirect(url_for(".index"))


@blueprint.post("/<token>/again")
@requires("pack.take", load=queries.own_pack)
def again(pack: Pack) -> ResponseReturnValue:
    """The same applications once more, as they stand now, in a file of its own."""
    actor, form = current_actor(), Form()
    table = list_of(actor, pack.list_key, queries.round_of(pack).reference) or not_found()
    if form.validate_on_submit():
        with attempt(form), transaction():
            made = packs.ask_again(table, pack, actor=actor)
            return redirect(url_for(".index", _anchor=made.token))
    raise Refused(form.first_refusal(MOVED_ON), rule="pack.ask")


@blueprint.post("/<token>/remove")
@requires("pack.take", load=queries.own_pack)
def remove(pack: Pack) -> ResponseReturnValue:
    """Its bytes are nobody's then, and are swept."""
    form = Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            packs.remove(pack, actor=current_actor())
            flash("The file is removed.", "success")
            return redirect(url_for(".index"))
    raise Refused(form.first_refusal(MOVED_ON), rule="pack.take")


def _noted(pack: Pack, what: str) -> None:
    form = Form()
    if not form.validate_on_submit():
        raise Refused(MOVED_ON, rule="pack.take")
    with transaction():
        packs.note_taken(pack, what, actor=current_actor())


def _name(pack: Pack, *further: str, ending: str) -> str:
    """For whoever saves it: what it is of, how it was asked for, and when it was made."""
    if pack.made_at is None:
        not_found()
    reference = str(pack.manifest["title"]).partition(",")[0]
    number = len(pack.manifest["versions"]["submissions"])
    return dated_name(
        reference, _called(pack, number), pack.asked.words, *further, at=pack.made_at, ending=ending
    )
