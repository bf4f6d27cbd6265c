"""What was funded and how it was decided, for everybody: a list, open data, records."""

from __future__ import annotations

from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.jobs import every_minute
from award.foundation.menu import MenuEntry
from award.foundation.policy import anyone
from award.open_data.checks import CHECKS
from award.open_data.jobs import keep_methods
from award.open_data.queries.funded import concealed
from award.open_data.rules.permissions import PERMISSIONS
from award.open_data.views import methods, named, pointing, public, records, staff

CHAPTER = Chapter(
    "open_data",
    blueprints=blueprints_of(methods, named, public, records, staff),
    permissions=PERMISSIONS,
    kinds={"public_award": "Public awards"},
    verbs={
        "round.keep_method": "Kept how the round decides",
        "round.be_named": "Agreed to be named as somebody who assessed the round",
        "round.stop_being_named": "Took back being named as somebody who assessed the round",
        "public_award.publish": "Published what is said of the award",
        "public_award.take_down": "Took the award down",
    },
    footer=(MenuEntry("Awards", "open_data.index", anyone),),
    concealed=concealed,
    checks=CHECKS,
    periodic=(every_minute(keep_methods),),
    pointers=(
        ("round", pointing.for_staff),
        ("staff’s dashboard", pointing.waiting),
        ("own account", pointing.own_name),
        ("published round", pointing.method),
        ("published round", pointing.awards),
        ("published round", pointing.assessors),
        ("published case study", pointing.amount),
        ("front page", pointing.funded),
    ),
)
