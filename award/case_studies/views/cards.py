"""Case studies as cards, on each list that has some: in Python, since what repeats costs most."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from award.case_studies.queries.public import Card
from award.case_studies.rules.running import LABELS, TOLD_BESIDE, stage_tags
from award.design.addresses import row_urls
from award.design.cells import state_tag
from award.design.formatters import london, long_date


def draw_cards(cards: Iterable[Card], form: str = "", *, brief: bool = False) -> Markup:
    """A Jinja filter. Title, summary and passage may be marked up already, as what was found. With
    the id of a `form`, each has a box to tick that belongs to it; a `brief` one leaves settings to
    its page."""
    address = row_urls("case_studies.show", "slug")
    drawn = "\n".join([_draw(card, address(card.slug), form, brief) for card in cards])
    return Markup(f'<ul class="app-cards">\n{drawn}\n</ul>')


def _who(card: Card) -> str:
    """Whose it is, from where, and since when it can be read."""
    whose = ", ".join(filter(None, (card.organisation_name, card.region)))
    return f"{whose}. {long_date(london(card.first_published_at))}".removeprefix(". ")


def _known(card: Card) -> str:
    """Did it help, does it run, and for how much? What nobody said, and what a tag says already, is
    left out."""
    runs = LABELS[card.running] if card.running in TOLD_BESIDE else ""
    cost = f"Cost in use: {card.cost[:1].lower()}{card.cost[1:]}" if card.cost else ""
    told = ". ".join(filter(None, (card.outcome, runs, cost)))
    return f'<p class="app-cards__who">{escape(told)}.</p>\n' if told else ""


def _tick(card: Card, form: str) -> str:
    own = f"compare-{card.id}"
    return f"""
<div class="nhsuk-checkboxes nhsuk-checkboxes--small app-cards__tick" data-print>
<div class="nhsuk-checkboxes__item">
<input class="nhsuk-checkboxes__input" id="{own}" name="study" type="checkbox" \
value="{escape(card.slug)}" form="{form}">
<label class="nhsuk-label nhsuk-checkboxes__label" for="{own}">Compare\
<span class="nhsuk-u-visually-hidden"> {escape(card.title)}</span></label>
</div>
</div>"""


def _draw(card: Card, address: str, form: str, brief: bool) -> str:
    passage = f'<p class="app-passage">{escape(card.passage)}</p>\n' if card.passage else ""
    tags = stage_tags(card.stage, card.running)
    tags += [(setting, "white") for setting in card.settings if not brief]
    called = "Stage" if brief else "Stage and care settings"
    listed = "\n".join([f"<li>{state_tag(text, colour)}</li>" for text, colour in tags])
    return f"""<li>
<div class="nhsuk-card nhsuk-card--clickable">
<div class="nhsuk-card__content">
<h3 class="nhsuk-card__heading nhsuk-heading-s">\
<a class="nhsuk-card__link" href="{escape(address)}">{escape(card.title)}</a></h3>
<p class="nhsuk-card__description">{escape(card.summary)}</p>
<p class="app-cards__who">{escape(_who(card))}</p>
{_known(card)}{passage}<ul class="app-tags" aria-label="{called}">
{listed}
</ul>{_tick(card, form) if form else ""}
</div>
</div>
</li>"""
