"""What was funded and how it was decided, for everybody: a list, open data, records."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.foundation.policy import anyone
from award.open_data.checks import CHECKS
from award.open_data.queries.funded import concealed
from award.open_data.rules.permissions import PERMISSIONS
from award.open_data.views import pointing, public, staff

CHAPTER = Chapter(
    "open_data",
    blueprints=blueprints_of(public, staff),
    permissions=PERMISSIONS,
    kinds={"public_award": "Public awards"},
    verbs={
        "public_award.publish": "Published what is said of the award",
        "public_award.take_down": "Took the award down",
    },
    footer=(MenuEntry("Awards", "open_data.index", anyone),),
    concealed=concealed,
    checks=CHECKS,
    pointers=(
        ("round", pointing.for_staff),
        ("published round", pointing.for_everybody),
    ),
)
