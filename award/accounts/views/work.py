"""How far one's own jobs are."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from award.design.forms import Form
from award.foundation import work
from award.foundation.db import transaction
from award.foundation.errors import MOVED_ON, Refused
from award.foundation.web import attempt, by_script, current_actor, requires

blueprint = Blueprint("work", __name__)


@blueprint.get("/manage/jobs")
@requires("job.list")
def index() -> ResponseReturnValue:
    """The last that one asked for."""
    return render_template(
        "work/index.html", jobs=work.own_jobs(current_actor()), at_once=work.AT_ONCE
    )


@blueprint.get("/manage/jobs/<reference>")
@requires("job.read", load=work.own_job)
def show(job: work.Job) -> ResponseReturnValue:
    """How far it is; to the page's script, which asks again and again, in numbers."""
    if by_script():
        held_up = bool(work.told(job).held_up)
        return jsonify(state=job.state, done=job.done, total=job.total, held_up=held_up)
    return render_template("work/show.html", told=work.told(job), form=Form(formdata=None))


@blueprint.post("/manage/jobs/<reference>/stop")
@requires("job.read", load=work.own_job)
def stop(job: work.Job) -> ResponseReturnValue:
    """Ask for it to stop before its next step."""
    form, reference = Form(), job.reference
    if form.validate_on_submit():
        with attempt(form), transaction():
            work.ask_to_cancel(job, actor=current_actor())
            flash(f"You asked for it to stop. {work.told(job).leaves}.", "success")
            return redirect(url_for(".show", reference=reference))
    raise Refused(form.first_refusal(MOVED_ON), rule="job.cancel")


@blueprint.get("/manage/jobs/<reference>/stop")
@requires("job.read", load=work.own_job)
def stop_where(job: work.Job) -> ResponseReturnValue:
    """The button stands on the job's page."""
    return redirect(url_for(".show", reference=job.reference))
