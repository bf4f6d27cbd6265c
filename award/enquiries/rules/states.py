"""What an enquiry can be."""

from __future__ import annotations

from enum import StrEnum


class EnquiryState(StrEnum):
    UNCONFIRMED = "unconfirmed"
    RECEIVED = "received"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"
