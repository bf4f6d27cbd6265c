"""Opening an application again, closing it again, and which two versions to compare."""

from __future__ import annotations

from wtforms.validators import InputRequired

from award.design.fields import ChoiceField
from award.design.forms import Form

PUT_BACK, KEEP = "put_back", "keep"


class CloseAgainForm(Form):
    """What becomes of what was written since."""

    draft = ChoiceField(
        "What should become of what you changed?",
        [InputRequired("Say what should become of what you changed")],
        choices=(
            (KEEP, "Keep it", "It is there if you open the application again. It counts for "
             "nothing until you submit it."),
            (PUT_BACK, "Put my answers back as I sent them", "What you changed stays readable on "
             "the page of the application, but not in the answers."),
        ),
    )  # fmt: skip
