"""What to keep of two versions of a score sheet, difference by difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms.validators import InputRequired

from award.assessment.rules.sheet import COMMENTS_WORDS, JUSTIFICATION_WORDS
from award.assessment.rules.versions import Choice, Difference
from award.design.fields import ChoiceField, LongTextField
from award.design.forms import Form


def versions_form(differences: Sequence[Difference]) -> type[Form]:
    """A form with `keep_<field>` for each difference, and `both_<field>` for a text.

    Where only one version has anything, that one is chosen to begin with.
    """
    fields: dict[str, Any] = {}
    for item in differences:
        fields[f"keep_{item.field}"] = ChoiceField(
            item.title,
            [InputRequired(f"{item.title}: choose what to keep")],
            choices=_choices(item),
            default=item.obvious,
        )
        if item.is_text:
            short = item.field.startswith("justification_")
            fields[f"both_{item.field}"] = LongTextField(
                f"Both together: {item.title}",
                hint="Both texts are in the box, one after the other. Keep what you need.",
                default=item.together,
                max_words=JUSTIFICATION_WORDS if short else COMMENTS_WORDS,
                enforce=False,
                rows=8,
            )
    return type("VersionsForm", (Form,), fields)


def _choices(item: Difference) -> list[tuple[str, str]]:
    if item.is_text:
        mine, theirs = "what you typed here", "what was saved"
        return [
            ("theirs", f"Keep {theirs}"),
            ("mine", f"Keep {mine}"),
            ("both", "Edit both together"),
        ]
    return [
        ("theirs", f"Keep {item.theirs or 'no answer'}, as saved"),
        ("mine", f"Keep {item.mine or 'no answer'}, as chosen here"),
    ]


def choices_from(form: Form, differences: Sequence[Difference]) -> Mapping[str, Choice]:
    """What was chosen, by field. A text edited without choosing "both" was meant to be kept."""
    found: dict[str, Choice] = {}
    for item in differences:
        keep = form[f"keep_{item.field}"].data
        text = form[f"both_{item.field}"].data if item.is_text else ""
        if keep in ("mine", "theirs", "both"):
            found[item.field] = Choice(keep, text)
        elif item.is_text and text.split() != item.together.split():
            found[item.field] = Choice("both", text)
    return found
