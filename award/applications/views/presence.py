"""Who else is in this application now, for the script of a section's page."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from award.applications.models import Application
from award.applications.queries import applications, presence
from award.applications.services.presence import note_presence
from award.applications.views.blueprint import blueprint
from award.foundation.db import transaction
from award.foundation.web import current_actor, requires
from award.rounds.queries.question_sets import questions_of


@blueprint.post("/applications/<reference>/here")
@requires("application.view", load=applications.own_application)
def here(application: Application) -> ResponseReturnValue:
    """Note that the person is in a section; who else is in one, in a sentence each."""
    questions, actor = questions_of(application.round), current_actor()
    section = questions.section(request.form.get("section", ""))
    with transaction():
        found = presence.who_is_in(application.id)
        if section is not None:
            note_presence(application, section.key, found, actor=actor)
    others = [one for one in found if one.person_id != actor.user_id]
    titles = {one.key: f"“{one.title}”" for one in questions.sections}
    if section is not None:
        titles[section.key] = "this section too"
    return jsonify(said=". ".join(f"{one.name} is in {titles[one.section_key]}" for one in others))
