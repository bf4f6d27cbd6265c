"""Who follows something, and who tells them."""

from __future__ import annotations

from award.foundation.policy import Permission, anyone, system

PERMISSIONS = (
    Permission("watch.begin", anyone, "Follow a search, or rounds, with or without account"),
    Permission(
        "watch.use",
        anyone,
        "Confirm, renew or stop following something, for whoever has the link that was sent",
    ),
    Permission("watch.tell", system, "Tell whoever follows something what is new"),
    Permission("watch.forget", system, "Let go of what nobody confirmed or renewed"),
)
