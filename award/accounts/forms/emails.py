"""Which emails somebody wants."""

from __future__ import annotations

from collections.abc import Collection

from award.design.fields import ChoicesField
from award.design.forms import Form
from award.foundation.outbox import notices


class EmailsForm(Form):
    """Ticked is what is wanted."""

    wanted = ChoicesField("Emails that you can switch off")

    @classmethod
    def offering(cls, wanted: list[str]) -> EmailsForm:
        """What anybody can switch off; those that a person has no part in never come."""
        form = cls(data={"wanted": wanted})
        form.wanted.choices = [(key, one.optional) for key, one in notices().items()
                               if one.optional]  # fmt: skip
        return form

    @property
    def unwanted(self) -> Collection[str]:
        return {str(one.value) for one in self.wanted.options()} - set(self.wanted.data)
