"""What a person asks of a list, kept under a name: saved, renamed, shared and deleted."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.accounts.forms.saved_views import ChangedViewForm, SavedViewForm, offered
from award.accounts.rules.paths import own_path
from award.design.forms import Form
from award.foundation import saved_views
from award.foundation.db import transaction
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.lists import list_of
from award.foundation.saved_views import TAKEN, SavedView, Sharing, audiences
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
    view, form = table.read(asked, actor), SavedViewForm(next=_back(), shared=Sharing.OWN)
    form.shared.choices = offered(audiences(None, table, actor), own=True)
    if form.validate_on_submit():
        shared = Sharing(form.shared.data)
        with attempt(form, _UNIQUE), transaction():
            saved = saved_views.save_view(view, form.name.data, actor=actor, shared=shared)
            flash(f"Saved as “{saved.name}”.", "success")
            return redirect(_back())
    words = [words for words, _left in view.pills()]
    return render_template(
        "accounts/save_view.html", form=form, view=view, words=words, back=_back()
    )


@blueprint.route("/manage/views/<reference>", methods=["GET", "POST"])
@requires("view.change", load=saved_views.changeable_view)
def change(saved: SavedView) -> ResponseReturnValue:
    """Another name for it, other readers, or away with it. It is shared of one list: that which it
    is shared of now, or that which the address names."""
    actor, stored, reference = current_actor(), _stored(saved), saved.reference
    table = list_of(actor, saved.list_key, saved.shared_of or request.args.get("of", ""))
    form = ChangedViewForm(data={**stored, "next": _back()})
    own = saved.owner_id == actor.user_id
    form.shared.choices = offered(audiences(saved, table, actor), own=own)
    form.over(stored)
    if form.validate_on_submit():
        name, shared = form.name.data, Sharing(form.shared.data)
        with attempt(form, _UNIQUE), transaction():
            if name != saved.name:
                saved_views.rename_view(saved, name, actor=actor)
            if shared != saved.shared_with:
                saved_views.share_view(saved, shared, table, actor=actor)
            flash(f"Saved “{name}”.", "success")
            return redirect(_back())
    latest = saved_views.changeable_view(actor, reference) or not_found()
    form.catch_up(_stored(latest))
    return render_template(
        "accounts/saved_view.html",
        form=form,
        name=latest.name,
        title=table.title if table else "",
        reference=reference,
        shared=latest.shared,
        of_others=not own,
        back=_back(),
    )


def _stored(saved: SavedView) -> dict[str, str]:
    return {"name": saved.name, "shared": saved.shared_with}


@blueprint.post("/manage/views/<reference>/delete")
@requires("view.change", load=saved_views.changeable_view)
def delete(saved: SavedView) -> ResponseReturnValue:
    form, name = Form(), saved.name
    if form.validate_on_submit():
        with attempt(form), transaction():
            saved_views.delete_view(saved, actor=current_actor())
            flash(f"Deleted the view “{name}”.", "success")
            return redirect(_back())
    raise Refused(form.first_refusal(MOVED_ON), rule="view.change")


@blueprint.get("/manage/views/<reference>/delete")
@requires("view.change", load=saved_views.changeable_view)
def delete_where(saved: SavedView) -> ResponseReturnValue:
    """The button stands on the view's page."""
    return redirect(url_for(".change", reference=saved.reference))
