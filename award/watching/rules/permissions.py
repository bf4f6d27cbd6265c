"""Who follows a search, and who tells them."""

from __future__ import annotations

from award.foundation.policy import Permission, anyone, system

PERMISSIONS = (
    Permission("watch.begin", anyone, "Follow a search of case studies, with or without account"),
    Permission(
        "watch.use",
        anyone,
        "Confirm, renew or stop following a search, for whoever has the link that was sent",
    ),
    Permission("watch.tell", system, "Tell whoever follows a search what is new in it"),
    Permission("watch.forget", system, "Let go of searches that nobody confirmed or renewed"),
)
