"""When sheets were fixed, and what they said before their assessors could read others'."""

from __future__ import annotations

from collections.abc import Sequence

from award.applications.rules.moments import to_the_second
from award.moderation.queries.sheets import PanelSheet
from award.packs.queries.told import Opinions
from award.rounds.models import Criterion


def fixed_before(opinions: Opinions) -> str | None:
    """Whether each sheet was as it is before anybody could read another; None where it isn't kept
    of all."""
    every = [opinions.fixed.get(one.assignment.id, ()) for one in _every(opinions)]
    fixed = [each[-1] for each in every if each]
    if len(fixed) < len(every):
        return None
    shown = min((one.shown_at for each in every for one in each if one.shown_at), default=None)
    if shown is None:
        return "Yes: no assessor can read another’s sheet yet"
    if all(one.fixed_at <= shown for one in fixed):
        return f"Yes: all were, before any was shown on {to_the_second(shown)}"
    late = [one.alias for one in fixed if not one.apart]
    if late:
        return f"No: submitted after its author could read another’s: {', '.join(sorted(late))}"
    return "Yes: each was, before its own author could read another’s"


def _every(opinions: Opinions) -> Sequence[PanelSheet]:
    return (*opinions.deciding, *opinions.beside)


def fixity(sheet: PanelSheet, opinions: Opinions) -> tuple[tuple[str, str], ...]:
    every = opinions.fixed.get(sheet.assignment.id, ())
    if not every:
        return ()
    *before, fixed = every
    again = f", submission {fixed.number}" if fixed.number > 1 else ""
    return (
        ("Fixed", f"{to_the_second(fixed.fixed_at)}{again}"),
        ("Others can read it since",
         to_the_second(fixed.shown_at) if fixed.shown_at else "Not yet"),
        ("Fingerprint (SHA-256)", fixed.sha256),
        *((f"Submission {one.number}", f"{to_the_second(one.fixed_at)}, fingerprint {one.sha256}")
          for one in before),
        *((("Could read others’ since", to_the_second(fixed.seen_at)),)
          if fixed.seen_at and not fixed.apart else ()),
    )  # fmt: skip


def vote_of(sheet: PanelSheet, name: str) -> str:
    now, before = "Yes" if getattr(sheet, name) else "No", sheet.vote_before(name)
    if before is None:
        return now
    return f"{now}. {'Yes' if before else 'No'} before others could be read"


def before_others(
    sheet: PanelSheet, criteria: Sequence[Criterion]
) -> dict[str, tuple[int | None, str]]:  # fmt: skip
    """By title, what was given and why, where it says something else since others can be read."""
    found = {}
    for one in criteria:
        now = sheet.scores.get(one.key)
        was = sheet.revised.score_before(one.key) if sheet.revised else None
        if now is not None and was is not None and was != now:
            found[one.title] = (was.value, was.justification)
    return found
