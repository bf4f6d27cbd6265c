"""The application, as who moderates it reads it: as its assessors do."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from award.applications.rules.states import ASSESSABLE
from award.assessment.queries.pins import passages_on
from award.assessment.queries.submissions import copy_in, reading_on
from award.assessment.rules.reading import Reading
from award.assessment.rules.visibility import names_shown
from award.foundation.files.downloads import attachment
from award.foundation.files.types import TYPES
from award.foundation.policy import can, reads_everything
from award.foundation.web import current_actor, not_found, requires
from award.moderation.queries.panels import Item, item_of

blueprint = Blueprint("moderation_reading", __name__)
_ONE = "/manage/applications/<reference>/moderation"


@blueprint.get(f"{_ONE}/read")
@requires("moderation.read", load=item_of)
def read(item: Item) -> str:
    """With what assessors pinned, and a way from each answer to what is said about it, while
    something can be said."""
    talks = item.application.state in ASSESSABLE and can(
        current_actor(), "discussion.take_part", item
    )
    round_, reading = item.round, _reading(item)
    criteria = round_.every_criterion
    named = reads_everything(current_actor()) or names_shown(round_.blindness)
    passages = passages_on(item.application_id, criteria, reading, named=named)
    return render_template(
        "moderation/read.html",
        item=item,
        reading=reading,
        criteria=criteria,
        talks=talks,
        passages=passages,
    )


@blueprint.get(f"{_ONE}/files/<key>")
@requires("moderation.read", load=item_of)
def file(item: Item, key: str) -> ResponseReturnValue:
    """The copy without its author's details, as assessors get it."""
    found = copy_in(_reading(item), item.application_id, key) or not_found()
    return attachment(found.lies_at, found.name, TYPES[found.type])


def _reading(item: Item) -> Reading:
    reference, application = item.reference, item.application
    return reading_on(
        application, item.round.criteria, lambda key: url_for(".file", reference=reference, key=key)
    )
