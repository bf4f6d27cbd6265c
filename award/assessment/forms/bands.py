"""The scores of a criterion by band, as radios: in Python, since a sheet has dozens of them."""

from __future__ import annotations

from markupsafe import Markup, escape

from award.design.fields import ChoiceField
from award.rounds.models import Criterion


def draw_bands(criterion: Criterion, score: ChoiceField, plain: bool) -> Markup:
    """Best first. The first radio has the field's id, for links to it; `plain` takes the plain
    words of a band that has them."""
    chosen, drawn = score.selected(), []
    name, own = escape(score.name), f' id="{escape(score.id)}"'
    for band in criterion.bands:
        label = escape(f"{criterion.key}-{band['from']}")
        drawn.append(f'<div role="group" aria-labelledby="{label}">')
        for value in range(band["to"], band["from"] - 1, -1):
            checked = " checked" if str(value) in chosen else ""
            drawn.append(
                f'<label><input type="radio" name="{name}" value="{value}"{own}{checked}>'
                f"<span>{value}</span></label>"
            )
            own = ""
        words = (plain and band.get("plain")) or band["text"]
        drawn.append(f'<p id="{label}">{escape(words)}</p></div>\n')
    return Markup("".join(drawn))
