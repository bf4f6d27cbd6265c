"""A name for what one asks of a list."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import DataRequired

from award.design.fields import ShortTextField
from award.design.forms import Form
from award.design.versions import EditedForm
from award.foundation.saved_views import LONGEST_NAME


def _name() -> ShortTextField:
    return ShortTextField(
        "Name of this view", [DataRequired("Enter a name for this view")], max_length=LONGEST_NAME
    )


class SavedViewForm(Form):
    name = _name()
    next = HiddenField()


class RenamedViewForm(EditedForm):
    name = _name()
    next = HiddenField()
