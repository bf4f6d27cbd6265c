"""The audit trail: who did what to which thing. Append-only, hash-chained, without anybody's words.

`record` and its kin note what was done; a change of an audited row without an event is refused in
development and tests. `chain` and `verify_chain` prove the trail, `erase_person` takes a name out
of it. What a page shows of the past is a table of its own: only the auditors' pages read events.
"""

from award.foundation.audit.ahead import FILLED, Chain, Ready, Scribe
from award.foundation.audit.chain import (
    Link,
    broken,
    chain,
    false_names,
    left_behind,
    missing,
    verify_chain,
)
from award.foundation.audit.comparing import all_told, dropped, last_told, times_told
from award.foundation.audit.erasing import erase_person
from award.foundation.audit.keys import digest_of, fits
from award.foundation.audit.models import ERASED, GENESIS, AuditEvent, AuditName, AuditPerson
from award.foundation.audit.recording import (
    Entry,
    Thing,
    UnauditedChange,
    listen,
    record,
    record_many,
    record_sitting,
)
from award.foundation.audit.rows import AS_TOLD, add_rows, change_each, change_rows
from award.foundation.audit.writing import rehearse_somebody_new

__all__ = [
    "AS_TOLD",
    "ERASED",
    "FILLED",
    "GENESIS",
    "AuditEvent",
    "AuditName",
    "AuditPerson",
    "Chain",
    "Entry",
    "Link",
    "Ready",
    "Scribe",
    "Thing",
    "UnauditedChange",
    "add_rows",
    "all_told",
    "broken",
    "chain",
    "change_each",
    "change_rows",
    "digest_of",
    "dropped",
    "erase_person",
    "false_names",
    "fits",
    "last_told",
    "left_behind",
    "listen",
    "missing",
    "record",
    "record_many",
    "record_sitting",
    "rehearse_somebody_new",
    "times_told",
    "verify_chain",
]
