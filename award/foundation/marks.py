"""What chapters know of somebody who is signed in, beside their roles: whether they chair something
now. It comes with the one statement that loads the account, so that the header of every page can
offer what follows from it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, bindparam

from award.foundation.db import UTCDateTime
from award.foundation.registers import Register

MARKS: Register[ColumnElement[bool]] = Register("mark")
"""By name, SQL over the account that is loaded."""
NOW: Final = bindparam("now", type_=UTCDateTime())
"""The moment of asking: statements are made once."""
