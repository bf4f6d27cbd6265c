"""A form that stays open while it saves, and may not hear the answer: `award.foundation.heard`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from flask import request
from markupsafe import Markup

from award.design.forms import Form
from award.foundation import heard
from award.foundation.edits import mark
from award.foundation.web import current_actor


class HeardForm(Form):
    """Its hidden inputs say what it starts from; one more names its page, anew at each drawing."""

    starts_now: Mapping[str, str] = {}

    def hidden_tag(self, *fields: Any) -> Markup:
        """First, where it starts from something, an input that is named after that. Who goes back
        gets the page drawn anew, and a browser then puts back what stood in the boxes wherever a
        form begins with the same names: what was merged since would be undone without a word."""
        base = self["base"].data if "base" in self else None
        begins = '<input type="hidden" name="drawn_{}" value="">'
        drawn = Markup(begins).format(mark(base)) if base else Markup()
        page = '<input type="hidden" name="{}" value="{}">'
        named = Markup(page).format(heard.NAME, heard.new_page())
        return drawn + super().hidden_tag(*fields) + named

    @cached_property
    def missed(self) -> Mapping[str, str]:
        """Of a page that was sent: by hidden input, what it starts from by the answer that it did
        not hear. Read before anything is saved."""
        return heard.missed_by(_token(), current_actor())

    def answer(self, starts: Mapping[str, str]) -> None:
        """Remember what the save is answered with, in its transaction: `starts` are values of
        hidden inputs. `starts_now` has them all for the page's script, with the page's own name."""
        token = heard.keep(_token(), starts, missed=self.missed, actor=current_actor())
        self.starts_now = {**self.missed, **starts, heard.NAME: token}


def _token() -> str:
    return request.form.get(heard.NAME, "")
