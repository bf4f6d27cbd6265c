"""The collection for machines: data, feeds, the map of the site, and what robots are asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from award.case_studies.queries import records
from award.case_studies.queries.asking import asked_of
from award.case_studies.queries.finding import COLLECTION, matching
from award.case_studies.queries.past import Change, finds, latest_changes
from award.case_studies.queries.public import was_public
from award.case_studies.queries.records import Published
from award.case_studies.queries.tried import grid
from award.case_studies.queries.updates import Update, latest_updates, updates_of
from award.case_studies.rules import records as as_data
from award.case_studies.rules.text import plain
from award.design.addresses import site_url
from award.foundation import clock
from award.foundation.pointers import pointers
from award.foundation.public_pages import kept
from award.foundation.spreadsheet_cells import printable
from award.foundation.tables import View, last_page
from award.foundation.web import current_actor, not_found, public
from award.rounds.queries.lists import open_and_next_rounds
from award.rounds.views.holding import holds_for_list

blueprint = Blueprint("case_study_data", __name__)

ON_A_PAGE = 100
IN_A_FEED = 50
ATOM = "http://www.w3.org/2005/Atom"
MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PAGES = ("home.index", "case_studies.index", "tried.index", "rounds.index", "open_data.index",
          "challenges.index")  # fmt: skip
_NOT_FOR_ROBOTS = ("/manage/", "/assess/", "/applications/", "/my-case-studies/",
                   "/compare-case-studies", "/follow-case-studies")  # fmt: skip


def _view() -> View[Any]:
    return COLLECTION.read(request.args.to_dict(flat=False), current_actor())


def _asked() -> dict[str, Any]:
    return _view().back


def _search() -> dict[str, Any]:
    return _view().arguments()


@blueprint.get("/case-studies.json")
@public
@kept(_asked)
def as_list() -> ResponseReturnValue:
    """A page of what the list finds, in its order."""
    view = _view()
    found = matching(view)
    total = found.total
    number = min(view.page or 1, last := last_page(total, ON_A_PAGE))
    told = records.in_order(found.ids((number - 1) * ON_A_PAGE, ON_A_PAGE))
    awarded = _awarded([one.id for one in told])
    asked = view.arguments()
    return _json(
        {
            "version": as_data.VERSION,
            "total": total,
            "page": number,
            "pages": last,
            "next": site_url(".as_list", **asked, page=number + 1) if number < last else None,
            "case_studies": [
                as_data.brief(one.content, _address(one.slug), one.first_published_at,
                              one.revised_at, one.updated_at, one.running)
                | {"data": site_url(".as_one", slug=one.slug), "award_gbp": awarded[one.id]}
                for one in told
            ],
        }
    )  # fmt: skip


@blueprint.get("/case-studies/<slug>.json")
@public
@kept()
def as_one(slug: str) -> ResponseReturnValue:
    told = records.one(slug)
    if told is None:
        return data_gone(slug)
    return _json(
        {"version": as_data.VERSION, "award_gbp": _awarded([told.id])[told.id]}
        | as_data.full(told.content, _address(told.slug), told.first_published_at,
                       told.revised_at, told.updated_at, told.running, told.review_by_on,
                       updates_of(told.id), asked_of(told.id))
    )  # fmt: skip


def _awarded(ids: Sequence[int]) -> dict[int, int | None]:
    """In whole pounds, where the award is public: a later chapter says so."""
    found = pointers("published case study", ids)
    return {key: next((one.figure for one in found[key]), None) for key in ids}


def data_gone(slug: str) -> ResponseReturnValue:
    """What is asked of a case study that is not public: that it was, or nothing."""
    if not was_public(slug):
        not_found()
    return _json({"error": "This case study was taken down."}), 410


@blueprint.get("/case-studies.atom")
@public
@kept(_search)
def feed() -> ResponseReturnValue:
    """The newest texts, updates and what became of them, of all or of what a search finds with
    every word. What it found until its stage changed, or it stopped, it tells of once more."""
    view = _view()
    found = matching(view, every_word=True)
    ids = found.ids(0, found.total)
    entries = [
        *((one.revised_at, _entry(one)) for one in records.latest_of(ids, IN_A_FEED)),
        *((one.published_at, _news(one)) for one in latest_updates(ids, IN_A_FEED)),
        *((one.at, _became(one)) for one in latest_changes()
          if (one.by_team and finds(found, one.study_id))
          or (finds(found, one.study_id, one.stood) and not finds(found, one.study_id))),
    ]  # fmt: skip
    entries = sorted(entries, key=lambda one: one[0], reverse=True)[:IN_A_FEED]
    root = ElementTree.Element("feed", xmlns=ATOM)
    asked = view.arguments()
    about = f" for {', '.join(words for words, _left in view.pills())}" if asked else ""
    _add(root, "title", f"Case studies{about} – {current_app.config['SERVICE_NAME']}")
    _add(root, "id", site_url(".feed", **asked))
    ElementTree.SubElement(root, "link", rel="self", type="application/atom+xml",
                           href=site_url(".feed", **asked))  # fmt: skip
    ElementTree.SubElement(root, "link", rel="alternate", type="text/html",
                           href=site_url("case_studies.index", **asked))  # fmt: skip
    _add(root, "updated", _moment(max((at for at, _entry in entries), default=_NEVER)))
    _add(ElementTree.SubElement(root, "author"), "name", current_app.config["SERVICE_NAME"])
    for _at, entry in entries:
        root.append(entry)
    return _xml(root, "application/atom+xml")


_NEVER = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def _entry(told: Published) -> ElementTree.Element:
    entry = ElementTree.Element("entry")
    _add(entry, "title", told.content["title"])
    _add(entry, "id", _address(told.slug))
    ElementTree.SubElement(entry, "link", rel="alternate", type="text/html",
                           href=_address(told.slug))  # fmt: skip
    _add(entry, "published", _moment(told.first_published_at))
    _add(entry, "updated", _moment(told.revised_at))
    _add(ElementTree.SubElement(entry, "author"), "name",
         told.content["organisation_name"] or current_app.config["SERVICE_NAME"])  # fmt: skip
    _add(entry, "summary", told.content["summary"])
    for key, label in as_data.terms(told.content):
        ElementTree.SubElement(entry, "category", term=key, label=label)
    return entry


def _news(update: Update) -> ElementTree.Element:
    """An update is an entry of its own, as its words never change."""
    title = f"Update: {update.heading} ({update.title})"
    words = f"{update.about}. {plain(update.words)}"
    where = f"{_address(update.slug)}#{update.anchor}"
    return _of_its_own(title, where, where, update.published_at, update.organisation, words)


def _became(change: Change) -> ElementTree.Element:
    """Where a team takes back what it said, this entry goes and another comes."""
    where, title = _address(change.slug), f"{change.words} ({change.title})"
    key, words = f"{where}#{change.anchor}", f"{change.words}."
    return _of_its_own(title, key, where, change.at, change.organisation, words)


def _of_its_own(
    title: str, key: str, where: str, at: datetime, by: str, words: str
) -> ElementTree.Element:
    """An entry about a case study beside its own; `key` is its id."""
    entry = ElementTree.Element("entry")
    _add(entry, "title", title)
    _add(entry, "id", key)
    ElementTree.SubElement(entry, "link", rel="alternate", type="text/html", href=where)
    _add(entry, "published", _moment(at))
    _add(entry, "updated", _moment(at))
    author = ElementTree.SubElement(entry, "author")
    _add(author, "name", by or current_app.config["SERVICE_NAME"])
    _add(entry, "summary", words)
    return entry


@blueprint.get("/sitemap.xml")
@public
@kept()
def site_map() -> ResponseReturnValue:
    root = ElementTree.Element("urlset", xmlns=MAP)
    for address, changed in _mapped():
        url = ElementTree.SubElement(root, "url")
        _add(url, "loc", address)
        if changed:
            _add(url, "lastmod", _moment(changed))
    return _xml(root, "application/xml")


def _mapped() -> Iterator[tuple[str, datetime | None]]:
    for endpoint in _PAGES:
        yield site_url(endpoint), None
    now = clock.now()
    rounds = open_and_next_rounds(now)
    holds_for_list(rounds, now)
    for row in rounds:
        yield site_url("rounds.show", reference=row.reference), None
    for line in grid().rows:
        for field in line.fields:
            if field.count:
                at = {"problem": field.problem, "setting": field.setting}
                yield site_url("tried.show", **at), None
    for slug, changed in records.addresses():
        yield _address(slug), changed


@blueprint.get("/robots.txt")
@public
@kept(plain=True)
def robots() -> ResponseReturnValue:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS), "",
             f"Sitemap: {site_url('.site_map')}"]  # fmt: skip
    return Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _address(slug: str) -> str:
    return site_url("case_studies.show", slug=slug)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = printable(text)


def _json(said: dict[str, Any]) -> Response:
    response = Response(json.dumps(said, ensure_ascii=False, indent=1) + "\n",
                        content_type="application/json")  # fmt: skip
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _xml(root: ElementTree.Element, kind: str) -> Response:
    text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(text, content_type=f"{kind}; charset=utf-8")
