"""A name for what one asks of a list."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import InputRequired

from award.design.fields import ShortTextField
from award.design.forms import Form
from award.foundation.saved_views import LONGEST_NAME


class SavedViewForm(Form):
    name = ShortTextField(
        "Name of this view", [InputRequired("Enter a name for this view")], max_length=LONGEST_NAME
    )
    next = HiddenField()
