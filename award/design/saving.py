"""What a save says to the page's script, `static/autosave.js`: one kind of JSON for every form.

`outcome` is saved, conflict, error, refused or signed_out (the last and whatever else goes wrong
are said by `award.design.errors`), and `said` what the person reads. Where something was saved,
`bases` has what the page starts from now, by the name of its hidden input. Without `bases` nothing
was saved: the script stops, and a button leads to the page that says more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

NOTHING_CAME = "Nothing arrived, so nothing was saved. Copy what you typed and reload the page."


def saved(
    said: str, *, bases: Mapping[str, str], theirs: Sequence[Mapping[str, Any]] = (), **more: Any
) -> ResponseReturnValue:
    """`theirs` are boxes that somebody else changed meanwhile: field, label and value to show.
    What arrived without a field, such as JSON or a body cut short, is not said to be saved."""
    if not request.form.keys() - {"csrf_token"}:
        return not_saved("error", NOTHING_CAME)
    return jsonify(outcome="saved", said=said, bases=bases, theirs=theirs, **more)


def partly_saved(
    outcome: str,
    said: str,
    *,
    bases: Mapping[str, str],
    link: Mapping[str, str] | None = None,
    settled: Sequence[str] = (),
    **more: Any,
) -> ResponseReturnValue:
    """All but what clashed ("conflict") or can't be read ("error"). `settled` are hidden inputs of
    parts that are kept in two versions now: not sent again until a person has chosen."""
    return jsonify(outcome=outcome, said=said, bases=bases, link=link, settled=settled, **more)


def not_saved(
    outcome: str, said: str, *, link: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    """Nothing was: a conflict to look at, an error to mend, or a refusal."""
    return jsonify(outcome=outcome, said=said, link=link), 409
