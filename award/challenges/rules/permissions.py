"""Who tells of a challenge, who decides what becomes of it, and who counts."""

from __future__ import annotations

from award.foundation.policy import Permission, anyone, reads_everything, staff, system

PERMISSIONS = (
    Permission("challenge.tell", anyone, "Tell of a challenge, with or without account"),
    Permission(
        "challenge.answer",
        anyone,
        "Answer what staff asked about a challenge, for whoever has the link that was sent",
    ),
    Permission("challenge.list", reads_everything, "See the challenges that people told of"),
    Permission("challenge.read", reads_everything, "Read a challenge that somebody told of"),
    Permission(
        "challenge.decide",
        staff,
        "Publish a challenge, count it, decline it, ask back about it, or take its words down",
    ),
    Permission("challenge.count", system, "Count which challenges were named, and how often"),
    Permission("challenge.remind", system, "Remind of questions about challenges, and end them"),
    Permission("challenge.forget", system, "Let go of the words of challenges decided long ago"),
)
