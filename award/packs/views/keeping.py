"""One's own exports: how far they are, and the files."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.design.forms import Form
from award.foundation.db import transaction
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.files.downloads import attachment
from award.foundation.files.names import disposition
from award.foundation.files.types import TYPES, FileType
from award.foundation.lists import list_of
from award.foundation.manifests import as_json
from award.foundation.web import attempt, current_actor, not_found, requires
from award.packs.models import Pack
from award.packs.queries import packs as queries
from award.packs.rules.choosing import CALLED, GOOD_FOR, PackKind
from award.packs.services import packs

blueprint = Blueprint("packs", __name__, url_prefix="/exports")

ZIP = FileType("zip", "ZIP", (".zip",), "application/zip", carries=False)
MOST_NAMED = 10
"""Applications of a file of which the page says what changed."""
JSON = FileType("json", "JSON", (".json",), "application/json", carries=False)
OF_KIND = {PackKind.PANEL: TYPES["pdf"], PackKind.DOSSIERS: ZIP}


@blueprint.get("")
@requires("pack.use")
def index() -> ResponseReturnValue:
    found = queries.own_packs(current_actor())
    return render_template(
        "packs/index.html", packs=found, called=CALLED, days=GOOD_FOR.days,
        changed=queries.changed_since([one.pack for one in found]), most=MOST_NAMED,
    )  # fmt: skip


@blueprint.post("/<token>/file")
@requires("pack.take", load=queries.made_pack)
def file(pack: Pack) -> ResponseReturnValue:
    """Asked for with a button, since it is recorded that it left."""
    lies_at, size, type_ = pack.lies_at, pack.size, OF_KIND[pack.kind]
    name = _name(pack)
    _noted(pack, "file")
    return attachment(lies_at, name, type_, size)


@blueprint.post("/<token>/manifest")
@requires("pack.take", load=queries.made_pack)
def manifest(pack: Pack) -> ResponseReturnValue:
    answer = Response(as_json(pack.manifest), mimetype=JSON.media)
    answer.headers["Content-Disposition"] = disposition(f"{_name(pack)} manifest", JSON)
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


def _name(pack: Pack) -> str:
    """For whoever saves it: what it is of, and when it was made."""
    of = str(pack.manifest["title"]).partition(",")[0]
    return f"{CALLED[pack.kind]} {of} {pack.made_at:%Y-%m-%d}"
