"""Case studies as cards, on each list that has some: in Python, since what repeats costs most."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from award.case_studies.queries.public import Card
from award.design.addresses import row_urls
from award.design.cells import state_tag


def draw_cards(cards: Iterable[Card]) -> Markup:
    """A Jinja filter. Title, summary and passage may be marked up already, as what was found."""
    address = row_urls("case_studies.show", "slug")
    drawn = "\n".join([_draw(card, address(card.slug)) for card in cards])
    return Markup(f'<ul class="app-cards">\n{drawn}\n</ul>')


def _draw(card: Card, address: str) -> str:
    passage = f'<p class="app-passage">{escape(card.passage)}</p>\n' if card.passage else ""
    tags = [(card.stage.label, card.stage.colour)] if card.stage else []
    tags += [(setting, "white") for setting in card.settings]
    listed = "\n".join([f"<li>{state_tag(text, colour)}</li>" for text, colour in tags])
    return f"""<li>
<div class="nhsuk-card nhsuk-card--clickable">
<div class="nhsuk-card__content">
<h3 class="nhsuk-card__heading nhsuk-heading-s">\
<a class="nhsuk-card__link" href="{escape(address)}">{escape(card.title)}</a></h3>
<p class="nhsuk-card__description">{escape(card.summary)}</p>
{passage}<ul class="app-tags" aria-label="Stage and care settings">
{listed}
</ul>
</div>
</div>
</li>"""
