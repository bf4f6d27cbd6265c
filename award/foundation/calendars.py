"""Entries for somebody's calendar, as a file that goes along with an email or is downloaded
(RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from award.foundation import clock
from award.foundation.mail import Attachment

if TYPE_CHECKING:
    from icalendar import Event

MEDIA: Final = "text/calendar; method=PUBLISH; charset=utf-8"
_BEFORE: Final = timedelta(hours=1)
"""An entry without length is drawn by some calendars and not by others."""


@dataclass(frozen=True)
class Entry:
    """Something that has to be done by a moment, or that begins at one and takes until it.

    `uid` stays the same for as long as it is about the same thing: a calendar that has it already
    moves what it has, if `sequence` is higher.
    """

    uid: str
    sequence: int
    by: datetime
    summary: str
    description: str
    url: str
    begins: datetime | None = None


def uid(thing: str, address: str) -> str:
    """What calendars tell an entry of the service at this address by."""
    host = address.partition("//")[2].partition("/")[0].partition(":")[0]
    return f"{thing.lower()}@{host}"


def attached(entry: Entry, name: str) -> Attachment:
    """The entry as a file; it ends at its moment."""
    return file_of([entry], name)


def file_of(entries: Sequence[Entry], name: str) -> Attachment:
    """All of them in one file."""
    from icalendar import Calendar  # few processes need it

    calendar = Calendar()
    calendar.add("prodid", "-//AI in Health and Care Award//Closing dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry))
    return Attachment(name, MEDIA, calendar.to_ical())


def _event(entry: Entry) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", entry.begins or entry.by - _BEFORE)
    event.add("dtend", entry.by)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    return event
