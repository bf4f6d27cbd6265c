"""Lists as files: made at once, or by a job that one's exports show where they are long."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from award.design.forms import Form
from award.foundation.columns import is_long
from award.foundation.db import transaction
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.files.downloads import attachment
from award.foundation.files.names import disposition
from award.foundation.files.types import FileType
from award.foundation.lists import list_named, list_of
from award.foundation.manifests import as_json
from award.foundation.tables import ListView
from award.foundation.web import attempt, current_actor, not_found, requires
from award.moderation.queries.panels import Panel, panel_of
from award.packs.models import ListFile
from award.packs.queries import lists as queries
from award.packs.services import lists
from award.packs.views.keeping import JSON
from award.reporting import services
from award.reporting.registry import export_of
from award.reporting.views.taking import taken
from award.reporting.writers import WRITERS
from award.reporting.writers.files import name_of

blueprint = Blueprint("list_files", __name__)

TYPES = {
    key: FileType(key, writer.label, (f".{key}",), writer.mimetype, carries=False)
    for key, writer in WRITERS.items()
}


@blueprint.post("/manage/<key>.<format>")
@requires("list.download", load=list_named)
def download(table: ListView[Any], format: str) -> ResponseReturnValue:
    """A list as a file, of what its page showed."""
    return _file_of(table, format)


@blueprint.post("/manage/rounds/<reference>/<key>.<format>")
@requires("list.download", load=list_of)
def download_of(table: ListView[Any], format: str) -> ResponseReturnValue:
    """A list of something, such as a round's applications."""
    return _file_of(table, format)


def _file_of(table: ListView[Any], format: str) -> ResponseReturnValue:
    """404 for what the list doesn't have: a file never holds more than was asked for."""
    actor = current_actor()
    view = table.file(request.form.to_dict(flat=False), actor)
    if format not in WRITERS or view.unknown:
        not_found()
    total = queries.number_in(view, actor)
    if is_long(total, len(view.filed)):
        with transaction():
            token = lists.ask(view, format, total, actor=actor).token
        return _wait(token)
    found = export_of(view, actor)
    return taken(lambda file: services.export(view, format, file, actor=actor, table=found))


@blueprint.post("/manage/rounds/<reference>/tables.xlsx")
@requires("tables.take", load=panel_of)
def whole(panel: Panel) -> ResponseReturnValue:
    """All tables of a round in one workbook."""
    with transaction():
        token = lists.ask_round(panel, actor=current_actor()).token
    return _wait(token)


def _wait(token: str) -> Response:
    to: Any = redirect(url_for("packs.index", _anchor=token))
    return to  # type: ignore[no-any-return]


@blueprint.post("/exports/lists/<token>/file")
@requires("list_file.take", load=queries.made_list)
def file(file: ListFile) -> ResponseReturnValue:
    """Asked for with a button, since it is recorded that it left."""
    lies_at, size, type_, name = file.lies_at, file.size, TYPES[file.format], _name(file)
    _noted(file, "file")
    return attachment(lies_at, name, type_, size)


@blueprint.post("/exports/lists/<token>/manifest")
@requires("list_file.take", load=queries.made_list)
def manifest(file: ListFile) -> ResponseReturnValue:
    name = _name(file).rpartition(".")[0]
    answer = Response(as_json(file.manifest), mimetype=JSON.media)
    answer.headers["Content-Disposition"] = disposition(f"{name}-manifest", JSON)
    _noted(file, "manifest")
    return answer


@blueprint.get("/exports/lists/<token>/file", endpoint="no_file")
@blueprint.get("/exports/lists/<token>/manifest", endpoint="no_manifest")
@blueprint.get("/exports/lists/<token>/again", endpoint="not_again")
@requires("list_file.take", load=queries.own_list)
def no_file(_file: ListFile) -> ResponseReturnValue:
    """To the page that has the buttons."""
    return redirect(url_for("packs.index"))


@blueprint.post("/exports/lists/<token>/again")
@requires("list_file.take", load=queries.own_list)
def again(file: ListFile) -> ResponseReturnValue:
    """The same as it stands now, in a file of its own."""
    form = Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            return _wait(lists.ask_again(file, actor=current_actor()).token)
    raise Refused(form.first_refusal(MOVED_ON), rule="list_file.take")


@blueprint.post("/exports/lists/<token>/remove")
@requires("list_file.take", load=queries.own_list)
def remove(file: ListFile) -> ResponseReturnValue:
    """Its bytes are nobody's then, and are swept."""
    form = Form()
    if form.validate_on_submit():
        with attempt(form), transaction():
            lists.remove(file, actor=current_actor())
            flash("The file is removed.", "success")
            return redirect(url_for("packs.index"))
    raise Refused(form.first_refusal(MOVED_ON), rule="list_file.take")


def _noted(file: ListFile, what: str) -> None:
    form = Form()
    if not form.validate_on_submit():
        raise Refused(MOVED_ON, rule="list_file.take")
    with transaction():
        lists.note_taken(file, what, actor=current_actor())


def _name(file: ListFile) -> str:
    if file.made_at is None:
        not_found()
    return name_of(file.list_key, file.format, file.reference, file.made_at)
