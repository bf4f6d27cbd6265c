"""How a round decides, for everybody: a page, and a record in the national standard's terms."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, json, render_template, url_for
from flask.typing import ResponseReturnValue

from award.foundation.public_pages import kept
from award.foundation.web import public
from award.open_data.queries.methods import Told, told_of
from award.open_data.rules.method import atrs
from award.open_data.views.public import publisher
from award.rounds.models import Round
from award.rounds.views.public import readable

blueprint = Blueprint("round_methods", __name__)


@blueprint.get("/rounds/<reference>/how-it-decides")
@public
@kept()
def show(reference: str) -> ResponseReturnValue:
    round_ = readable("round.view", reference)
    return render_template(
        "open_data/method.html", round=round_, told=told_of(round_), contact_email=_contact()
    )


@blueprint.get("/rounds/<reference>/how-it-decides.json")
@public
@kept()
def as_json(reference: str) -> ResponseReturnValue:
    round_ = readable("round.view", reference)
    text = json.dumps(_record(round_, told_of(round_)), ensure_ascii=False, indent=1)
    return Response(f"{text}\n", content_type="application/json")


def _record(round_: Round, told: Told) -> dict[str, object]:
    by = publisher()
    page = by.site + url_for(".show", reference=round_.reference)
    record = atrs(told.method, owner=by.name, contact=_contact(), page=page)
    kept_at = told.kept_at.isoformat() if told.kept_at else None
    more: dict[str, object] = {"since_kept": told.since} if told.since else {}
    more |= {"kept_at": kept_at, "method": told.method.as_data(), "sha256": told.sha256}
    return record | more


def _contact() -> str:
    return str(current_app.config["SETTINGS"].contact_email)
