"""Which emails somebody wants."""

from __future__ import annotations

from collections.abc import Collection

from award.design.fields import ChoicesField
from award.design.forms import Form
from award.foundation.outbox import Notice


class EmailsForm(Form):
    """Ticked is what is wanted."""

    wanted = ChoicesField("Emails that you can switch off")

    @classmethod
    def offering(cls, wanted: list[str], offered: list[Notice]) -> EmailsForm:
        """Those that can come to this person."""
        form = cls(data={"wanted": wanted})
        form.wanted.choices = [(one.key, one.optional) for one in offered]
        return form

    @property
    def unwanted(self) -> Collection[str]:
        return {str(one.value) for one in self.wanted.options()} - set(self.wanted.data)
