"""What was funded, as a page and as files. Nobody needs a session for them, and nothing is
written."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import IO, Any, Final

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from award.design.lists import listing
from award.foundation import csv_files, public_version
from award.foundation.public_pages import kept
from award.foundation.web import current_actor, not_found, public
from award.open_data.queries import awards
from award.open_data.queries.awards import AWARDS
from award.open_data.rules import giving
from award.open_data.rules.giving import Publisher

blueprint = Blueprint("open_data", __name__)
_BLOCK: Final = 65_536


def publisher() -> Publisher:
    """As the settings say."""
    of = current_app.config["SETTINGS"]
    return Publisher(
        name=of.publisher_name or of.service_name,
        prefix=of.giving_prefix,
        identifier=of.publisher_id,
        website=of.publisher_website,
        licence=of.open_data_licence,
        site=of.base_url.rstrip("/"),
    )


def _asked() -> dict[str, Any]:
    view = AWARDS.read(request.args.to_dict(flat=False), current_actor())
    return view.back | ({"unknown": view.unknown} if view.unknown else {})


@blueprint.get("/awards")
@public
@kept(_asked)
def index() -> ResponseReturnValue:
    return render_template(
        "open_data/awards.html",
        listing=listing(AWARDS),
        choices=awards.choices(),
        publisher=publisher(),
    )


@blueprint.get("/open-data/awards.json")
@public
def as_json() -> ResponseReturnValue:
    return _file("application/json", _json)


@blueprint.get("/open-data/awards.csv")
@public
def as_csv() -> ResponseReturnValue:
    return _file(csv_files.MEDIA, _csv)


def _json(by: Publisher, modified: datetime) -> Iterator[str]:
    """The package with each grant on a line of its own."""
    head = json.dumps(giving.package(by, modified), ensure_ascii=False)
    yield head.removesuffix("}") + ', "grants": [\n'
    for number, award in enumerate(awards.every_award()):
        yield (",\n" if number else "") + json.dumps(giving.grant(award, by), ensure_ascii=False)
    yield "\n]}\n"


def _csv(by: Publisher, _modified: datetime) -> Iterator[str]:
    """A line an award."""
    yield csv_files.MARK + csv_files.line(giving.HEADINGS)
    for award in awards.every_award():
        yield csv_files.line(giving.row(giving.grant(award, by)))


def _file(kind: str, lines: Callable[[Publisher, datetime], Iterable[str]]) -> Response:
    """404 while there is no award: the standard has no file without one. The version is asked for
    before anything that it stands for is read."""
    version, by, modified = public_version.current(), publisher(), awards.changed_at()
    if modified is None:
        not_found()
    response = Response(content_type=kind)
    response.last_modified = modified
    if version:
        response.set_etag(hashlib.sha256(repr((version, by, kind)).encode()).hexdigest()[:32])
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.make_conditional(request)
    if response.status_code == 304:
        return response
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed when it has been sent
    for line in lines(by, modified):
        file.write(line.encode())
    response.content_length = file.tell()
    file.seek(0)
    response.response = _blocks(file)
    response.call_on_close(file.close)
    return response


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    """However slowly somebody reads, no statement is open meanwhile."""
    with file:
        while block := file.read(_BLOCK):
            yield block
