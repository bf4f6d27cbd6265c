"""The shortlist as a list: what can be asked of it, and its pages and files out of one query."""

from __future__ import annotations

from dataclasses import dataclass, field

from award.applications.rules.naming import shown_to_assessors
from award.assessment.queries.scores import both_panels_score
from award.decisions.queries.decisions import round_to_decide
from award.decisions.queries.shortlist import shortlist
from award.decisions.rules.shortlist import PER_PAGE, Shortlist
from award.decisions.rules.shortlist_columns import (
    MARKING,
    OF_APPLICANT,
    columns_of_chairs,
    shortlist_columns,
)
from award.decisions.rules.shortlist_row import ShortlistRow
from award.decisions.rules.shortlist_view import (
    TALK,
    ShortlistView,
    decisions_of,
    grounds_of,
    standings_of,
    states,
)
from award.foundation.columns import Column
from award.foundation.policy import Actor, can
from award.foundation.tables import Filter, ListView, Page, View, last_page
from award.moderation.queries.panels import Panel, panel_of
from award.rounds.models import Round
from award.rounds.queries import question_sets
from award.rounds.rules.values import applicant_hidden


@dataclass(frozen=True)
class ShortlistPage(Page[ShortlistRow]):
    """A page of the shortlist, with what is true of all of it."""

    shortlist: Shortlist = field(kw_only=True)


def round_or_panel(actor: Actor, reference: str) -> Round | Panel | None:
    """The round for those who may see decisions; for who chairs it the panel, once it is open to
    them."""
    if can(actor, "decision.view"):
        return round_to_decide(actor, reference)
    panel = panel_of(actor, reference)
    return panel if panel is not None and panel.is_open else None


def shortlist_of(actor: Actor, reference: str) -> ListView[ShortlistRow] | None:
    """The shortlist of the round with this reference."""
    found = round_or_panel(actor, reference)
    if isinstance(found, Panel):
        return shortlist_list(found.round, found)
    return shortlist_list(found) if found else None


def shortlist_list(round_: Round, chaired: Panel | None = None) -> ListView[ShortlistRow]:
    """A round's shortlist; `round_` has its criteria and phases loaded. `chaired`: for who chairs
    it, who reads nothing here that their other pages don't say."""

    def rows(actor: Actor, view: View[ShortlistRow]) -> ShortlistPage:
        asked = view_of(view)
        found = shortlist(
            round_, actor, page=view.page, view=asked, streams=view.streams, chaired=chaired
        )
        if view.page is None:
            return ShortlistPage(found.rows, found.total, stream=found.stream, shortlist=found)
        page = min(view.page, last_page(found.total, PER_PAGE))
        if page != view.page:
            found = shortlist(round_, actor, page=page, view=asked, chaired=chaired)
        return ShortlistPage(found.rows, found.total, page, PER_PAGE, shortlist=found)

    first_stage, two = round_.followed, round_.four_eyes and chaired is None
    hides = chaired is not None and applicant_hidden(round_.blindness)
    phases = {str(one.phase): f"Phase {one.phase}" for one in round_.phases}
    return ListView(
        "shortlist",
        f"Shortlist, {round_.title}",
        _columns(round_, chaired, two=two),
        rows=rows,
        permission="shortlist.view",
        one="application",
        search="Reference or title" if hides else "Reference, title or organisation",
        no_match="No application matches these filters.",
        filters=(
            Filter("phase", "Phase", lambda: phases),
            Filter(
                "standing",
                "Ranking" if first_stage else "Ranking and money",
                lambda: standings_of(first_stage=first_stage),
            ),
            Filter(
                "decision",
                "Decision",
                lambda: decisions_of(first_stage=first_stage, four_eyes=two, held=not chaired),
            ),
            Filter("ground", "Ground of refusal", lambda: grounds_of(first_stage=first_stage)),
            Filter("talk", "To discuss", lambda: TALK),
            Filter("state", "State", lambda: states(first_stage=first_stage)),
        ),
        sort="rank",
        size=PER_PAGE,
        thing=chaired or round_,
        about=round_,
        chaired=True,
        download="shortlist.view" if chaired else "reporting.export",
        noun="shortlist",
        marking=MARKING,
        packed=True,
    )


def _columns(
    round_: Round, chaired: Panel | None, *, two: bool
) -> tuple[Column[ShortlistRow], ...]:
    every = shortlist_columns(
        round_.criteria,
        first_stage=round_.followed,
        panel=bool(round_.lived_criteria),
        both=both_panels_score(round_),
        two=two,
    )
    if chaired is None:
        return every
    if not applicant_hidden(round_.blindness):
        return columns_of_chairs(every, ())
    known = question_sets.questions_of(round_)
    asked = {"settings": "care_settings", "total_cost_gbp": "total_cost"}
    masked = {
        key for key, means in asked.items()
        if (question := known.meaning(means)) and not shown_to_assessors(question)
    }  # fmt: skip
    return columns_of_chairs(every, OF_APPLICANT | masked)


def shortlist_on(page: Page[ShortlistRow]) -> Shortlist:
    """What is true of all of the shortlist that this is a page of."""
    if not isinstance(page, ShortlistPage):
        raise TypeError("a page of another list")
    return page.shortlist


def view_of(view: View[ShortlistRow]) -> ShortlistView:
    """What was asked, as the ranking's queries take it."""
    return ShortlistView(
        phase=int(view.one("phase")) if view.one("phase") else None,
        state=view.one("state"),
        standing=view.one("standing"),
        decision=view.one("decision"),
        ground=view.one("ground"),
        talk=view.one("talk"),
        text=view.q,
        sort=view.order,
        columns=view.keys,
    )


def order_of(view: View[ShortlistRow]) -> str:
    """What the rows are sorted by, in words."""
    return view_of(view).order()
