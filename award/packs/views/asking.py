"""Taking applications of a list away together."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.foundation.db import transaction
from award.foundation.lists import list_of
from award.foundation.tables import ListView
from award.foundation.web import attempt, current_actor, not_found, requires
from award.packs.forms import PackForm
from award.packs.queries.chosen import found_in
from award.packs.rules.choosing import MOST_AT_ONCE, too_many
from award.packs.services import packs

blueprint = Blueprint("pack_asking", __name__)


@blueprint.route("/manage/rounds/<reference>/packs/<key>", methods=["GET", "POST"])
@requires("pack.ask", load=list_of)
def ask(table: ListView[Any]) -> ResponseReturnValue:
    """Of what its page showed: what is asked of the list stands in the address."""
    actor = current_actor()
    view = table.file(request.args.to_dict(flat=False), actor)
    if view.unknown:
        not_found()
    found = found_in(view, actor)
    form = PackForm().offer(found.rows)
    if not form.is_submitted() and len(found.rows) == 1:
        form.which.process_data("all")
    if form.validate_on_submit():
        with attempt(form), transaction():
            pack = packs.ask(view, form.asked, form.ticked, actor=actor)
            return redirect(url_for("packs.index", _anchor=pack.token))
    number = len(found.rows)
    again = url_for(".ask", reference=table.thing.reference, key=table.key, **view.arguments())
    return render_template(
        "packs/ask.html", form=form, table=table, found=found, round=table.about or table.thing,
        again=again, narrowed=view.arguments(),
        no_room=[too_many(kind, number) for kind, most in MOST_AT_ONCE.items() if number > most],
    )  # fmt: skip
