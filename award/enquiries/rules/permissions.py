"""Who asks, and who answers."""

from __future__ import annotations

from award.foundation.policy import Permission, anyone, reads_everything, staff, system

PERMISSIONS = (
    Permission("enquiry.make", anyone, "Ask whether an idea fits a round, with or without account"),
    Permission(
        "enquiry.confirm", anyone, "Confirm an enquiry, for whoever has the link that was sent"
    ),
    Permission("enquiry.list", reads_everything, "See the register of enquiries"),
    Permission("enquiry.read", reads_everything, "Read an enquiry"),
    Permission("enquiry.handle", staff, "Answer an enquiry, or set it aside"),
    Permission(
        "enquiry.forget",
        system,
        "Let go of enquiries that were over long ago, and of those that nobody confirmed",
    ),
)
