"""What to take away, and how."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms.validators import InputRequired, ValidationError

from award.design.fields import Choice, ChoiceField, ChoicesField
from award.design.formatters import plural
from award.design.forms import Form
from award.packs.rules.choosing import MOST_AT_ONCE, MOST_LISTED, Asked, PackKind

ALL, SOME = "all", "chosen"


class PackForm(Form):
    kind = ChoiceField(
        "What do you need?",
        [InputRequired("Choose a pack or dossiers")],
        choices=(
            Choice(
                PackKind.PANEL,
                "A panel pack",
                "One PDF to read and print, with contents, bookmarks and page numbers",
            ),
            Choice(
                PackKind.DOSSIERS,
                "Dossiers",
                "One ZIP file with a folder for each application: its answers, its files, and "
                "what was said of it",
            ),
        ),
    )
    scores = ChoiceField(
        "With what assessors said?",
        [InputRequired("Choose with or without scores")],
        choices=(
            Choice("yes", "With scores, reasons and comments"),
            Choice("no", "Without: the applications alone"),
        ),
    )
    names = ChoiceField(
        "With names?",
        [InputRequired("Choose with names or anonymised")],
        choices=(
            Choice("yes", "With the names that you read yourself"),
            Choice(
                "no",
                "Anonymised",
                "Applicants are hidden as in a double-blind round, and assessors are letters. What "
                "people wrote is not changed, so read it before you pass it on",
            ),
        ),
    )
    which = ChoiceField("Which applications?", [InputRequired("Choose which applications")])
    chosen = ChoicesField("Those that you tick")

    def offer(self, rows: Sequence[tuple[str, str]]) -> PackForm:
        """Those that the list has; one by one where they are few enough to be looked through. Only
        what has room for them."""
        self.kind.choices = [
            one for one in self.kind.options() if len(rows) <= MOST_AT_ONCE[PackKind(one.value)]
        ]
        few = len(rows) <= MOST_LISTED
        count = "The only one" if len(rows) == 1 else f"All {plural(len(rows), 'application')}"
        self.which.choices = [
            Choice(ALL, count),
            *([Choice(SOME, "Only those that I tick below")] if few and len(rows) > 1 else []),
        ]
        self.chosen.choices = [Choice(key, f"{key}: {title}") for key, title in rows if few]
        return self

    def validate_chosen(self, field: ChoicesField) -> None:
        if self.which.data == SOME and not field.data:
            raise ValidationError("Tick at least one, or choose all")

    @property
    def asked(self) -> Asked:
        return Asked(PackKind(self.kind.data), self.scores.data == "yes", self.names.data == "yes")

    @property
    def ticked(self) -> list[str] | None:
        return list(self.chosen.data or ()) if self.which.data == SOME else None
