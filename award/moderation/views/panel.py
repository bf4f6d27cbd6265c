"""A round's list to moderate, and one application of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from award.assessment.rules.disagreeing import MEASURED, SCORES_APART, TOTALS_APART, far_off_points
from award.assessment.rules.visibility import names_shown
from award.design.lists import listing
from award.foundation.policy import Role, can, reads_everything
from award.foundation.web import current_actor, not_found, requires
from award.moderation.queries import decided, sheets, talks
from award.moderation.queries.decided import Agreed
from award.moderation.queries.panels import Item, Panel, chaired_by, item_of, panel_of
from award.moderation.queries.to_moderate import SETTLED, beside_in_list, to_moderate
from award.moderation.queries.worth_talking import WHY

blueprint = Blueprint("moderation", __name__)


@blueprint.get("/manage/rounds/<reference>/moderation")
@requires("moderation.list", load=panel_of)
def index(panel: Panel) -> str:
    """What the panel has to talk about, those with a reason to first."""
    table = to_moderate(panel, current_actor(), _along())
    shown = listing(table)
    return render_template("moderation/index.html", panel=panel, measured=MEASURED, listing=shown)


@blueprint.get("/moderate")
@requires("assessment.dashboard")
def mine() -> ResponseReturnValue:
    """From the header: to the round that one chairs, or to choose among several."""
    me = current_actor().user_id or 0
    chaired = [one.round for one in chaired_by([me]).get(me, ()) if one.is_open]
    if len(chaired) == 1:
        return redirect(url_for(".index", reference=chaired[0].reference))
    return render_template("moderation/mine.html", rounds=chaired or not_found())


@blueprint.get("/manage/applications/<reference>/moderation")
@requires("moderation.read", load=item_of)
def item(item: Item) -> str:
    """Sheets side by side, why they are worth talking about, and what was decided about them."""
    return item_page(item)


def item_page(item: Item) -> str:
    return render_template("moderation/item.html", **shown_of(item), **_beside(item))


def shown_of(item: Item) -> dict[str, Any]:
    """Sheets, what was decided about them and what is said, for any page that shows them."""
    actor, round_ = current_actor(), item.round
    every = sheets.every_sheet_of(item, actor)
    found, beside = every.deciding, every.beside
    in_order = request.args.get("order") == "round"
    middles = sheets.middles_of(item, actor)
    agreed = decided.agreed_on(item)
    standing = decided.standing_of(agreed)
    lines = sheets.lines_of(round_.criteria, found, middles, furthest_first=not in_order)
    anchors = {str(one.id): one.title for one in round_.every_criterion}
    return {
        "item": item,
        "application": item.application,
        "round": round_,
        "sheets": found,
        "beside": beside,
        "went_back": every.went_back,
        "apart": (TOTALS_APART, SCORES_APART),
        "far_off": far_off_points(item.usual),
        "lines": lines,
        "lived_lines": sheets.lines_of(round_.lived_criteria, beside, {}, furthest_first=False),
        "totals": [
            total for one in found if (total := one.counts_for(round_.criteria)) is not None
        ],
        "in_order": in_order,
        "middle": middles.get(""),
        "summary": item.summary,
        "reasons": sheets.why_talk(item, found, lines),
        "exclusions": decided.exclusions_of(item),
        "agreed": agreed,
        "standing": standing,
        "said": talks.remarks_of(talks.talk_about(item, actor), actor, anchors),
        "decides": can(actor, "moderation.decide", item),
        "names_all": reads_everything(actor),
        "seat_names": _seats(item, standing) if standing else {},
        "shows_applicant": reads_everything(actor) or round_.blindness != "double",
    }


def _seats(item: Item, standing: Agreed) -> dict[int, str]:
    """By person, whom of those in the room who doesn't read everything reads by name: all, or
    where assessors are letters those who are none; of the others how many there were."""
    told = [
        one
        for one in standing.score.room
        if names_shown(item.round.blindness) or any(r.name == Role.STAFF for r in one.person.roles)
    ]
    people = [(one.person_id, one.person) for one in told]
    people += [(one.person_id, one.person) for one in item.panel.chairs]
    return {number: f"{person.name} ({person.email})" for number, person in people}


def _beside(item: Item) -> dict[str, Any]:
    """The applications beside it in the list as it was asked for."""
    actor = current_actor()
    table = to_moderate(item.panel, actor)
    view = table.read(request.args.to_dict(flat=False), actor)
    before, after, place, of = beside_in_list(actor, item.panel, view, item.reference, item.usual)
    asked = _along()
    return {"one_before": before, "one_after": after, "place": place, "of": of, "asked": asked}


def _along() -> dict[str, str]:
    """What narrows the list, for the way from one application to the next."""
    named = (("why", WHY), ("settled", SETTLED))
    return {key: request.args[key] for key, known in named if request.args.get(key) in known}
