"""What a person asks of a list, kept under a name: saved, renamed and deleted by that person."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts.forms.saved_views import RenamedViewForm, SavedViewForm
from award.accounts.rules.paths import own_path
from award.design.forms import Form
from award.foundation import saved_views
from award.foundation.db import transaction
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.lists import list_of
from award.foundation.saved_views import TAKEN, SavedView
from award.foundation.web import attempt, current_actor, not_found, requires

blueprint = Blueprint("saved_views", __name__)
_UNIQUE = {"name_key": TAKEN}


def _back() -> str:
    """To the list that they came from."""
    return own_path(request.values.get("next")) or url_for("accounts.account")


@blueprint.route("/manage/lists/<key>/save", methods=["GET", "POST"])
@requires("view.save")
def save(key: str) -> ResponseReturnValue:
    """The address asks the list what is to be saved."""
    actor, asked = current_actor(), request.args.to_dict(flat=False)
    table = list_of(actor, key, request.args.get("of", "")) or not_found()
    view, form = table.read(asked, actor), SavedViewForm(next=_back())
    if form.validate_on_submit():
        with attempt(form, _UNIQUE), transaction():
            saved = saved_views.save_view(view, form.name.data, actor=actor)
            flash(f"Saved as “{saved.name}”.", "success")
            return redirect(_back())
    words = [words for words, _left in view.pills()]
    return render_template(
        "accounts/save_view.html", form=form, view=view, words=words, back=_back()
    )


@blueprint.route("/manage/views/<reference>", methods=["GET", "POST"])
@requires("view.change", load=saved_views.own_view)
def change(saved: SavedView) -> ResponseReturnValue:
    """Another name for it, or away with it."""
    actor, stored, reference = current_actor(), {"name": saved.name}, saved.reference
    form = RenamedViewForm(data={**stored, "next": _back()})
    form.over(stored)
    if form.validate_on_submit():
        with attempt(form, _UNIQUE), transaction():
            saved_views.rename_view(saved, form.name.data, actor=actor)
            flash(f"Renamed to “{form.name.data}”.", "success")
            return redirect(_back())
    latest = saved_views.own_view(actor, reference) or not_found()
    form.catch_up({"name": latest.name})
    return render_template(
        "accounts/saved_view.html",
        form=form,
        name=latest.name,
        reference=reference,
        back=_back(),
    )


@blueprint.post("/manage/views/<reference>/delete")
@requires("view.change", load=saved_views.own_view)
def delete(saved: SavedView) -> ResponseReturnValue:
    form, name = Form(), saved.name
    if form.validate_on_submit():
        with attempt(form), transaction():
            saved_views.delete_view(saved, actor=current_actor())
            flash(f"Deleted the view “{name}”.", "success")
            return redirect(_back())
    raise Refused(form.first_refusal(MOVED_ON), rule="view.change")


@blueprint.get("/manage/views/<reference>/delete")
@requires("view.change", load=saved_views.own_view)
def delete_where(saved: SavedView) -> ResponseReturnValue:
    """The button stands on the view's page."""
    return redirect(url_for(".change", reference=saved.reference))
