"""Where pages of a round lead on to what was funded in it and how it was decided, and those of a
case study to its award."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import g, url_for

from award.design.formatters import money
from award.foundation.pointers import Pointer
from award.foundation.web import current_actor
from award.open_data.queries.awards import choices
from award.open_data.queries.funded_list import references_of, to_read
from award.open_data.queries.named import is_named
from award.open_data.queries.pointed import Pointed, amounts, pointed


def for_staff(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """Once awards are released."""
    return {
        number: Pointer(
            "What is said of awards in public",
            url_for("open_data_staff.index", round=reference),
            "each is looked at before it is in the public list and in open data",
        )
        for number, reference in references_of(round_ids)
    }


def waiting(account_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """Where staff begin: released awards wait to be read by one of them."""
    actor = current_actor()
    count = to_read(actor)
    if not count:
        return {}
    says = f"{count} to read before {'it is' if count == 1 else 'they are'} public"
    there = Pointer("Awards to publish", url_for("open_data_staff.index", state="check"), says)
    return {one: there for one in account_ids if one == actor.user_id}


def method(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """Of every round that somebody may read."""
    return {
        one.id: Pointer(
            "How this round decides",
            url_for("round_methods.show", reference=one.reference),
            "The steps, who decides, and what software does.",
        )
        for one in _known(round_ids)
    }


def awards(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    return {
        one.id: Pointer(
            "What was funded",
            url_for("open_data.index", round=one.reference),
            "Projects of this round that were funded, with amounts.",
        )
        for one in _known(round_ids)
        if one.awards
    }


def assessors(round_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """Once decisions are released."""
    return {
        one.id: Pointer(
            "Who assessed this round",
            url_for("who_assessed.show", reference=one.reference),
            "How many people, from where, and those who agreed to be named.",
        )
        for one in _known(round_ids)
        if one.released
    }


def amount(study_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """What a project was awarded, where that is public."""
    return {
        one.id: Pointer(
            money(one.amount_gbp),
            url_for("open_data.index", round=one.round_reference, _anchor=one.reference),
            "Amount awarded",
            figure=one.amount_gbp,
        )
        for one in amounts(study_ids)
    }


def funded(front_pages: Sequence[int]) -> Mapping[int, Pointer]:
    """For everybody, on the front page: of awards that are public."""
    found = choices().awards
    if not found:
        return {}
    says = "project funded so far" if found == 1 else "projects funded so far"
    there = Pointer(f"{found:,}", url_for("open_data.index"), says)
    return dict.fromkeys(front_pages, there)


def own_name(account_ids: Sequence[int]) -> Mapping[int, Pointer]:
    """On one's own account, of those who are named: it stays theirs to take back when they assess
    no more."""
    actor = current_actor()
    if actor.user_id is None or not is_named(actor):
        return {}
    there = Pointer(
        "Where you are named as an assessor",
        url_for("who_assessed.being_named"),
        "your name leaves a page as soon as you say so",
    )
    return {one: there for one in account_ids if one == actor.user_id}


def _known(round_ids: Sequence[int]) -> list[Pointed]:
    """Asked once for all that one page leads on to."""
    known: dict[tuple[int, ...], list[Pointed]] = g.setdefault("pointed_rounds", {})
    key = tuple(round_ids)
    if key not in known:
        known[key] = pointed(round_ids)
    return known[key]
