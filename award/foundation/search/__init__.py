"""Search over texts: our own terms in a table of postings, ranked by BM25 in SQL (ADR: search).

Services call `put` and `remove` in the transaction that changes the thing. A chapter's query calls
`ask` and joins `hits`, both with the select of ids that the asker may see.
"""

from award.foundation.search.asking import Asked, Correction, Group, ask, groups_of, is_known
from award.foundation.search.hits import hits
from award.foundation.search.index import (
    bulk_rows,
    faults,
    load,
    outdated,
    put,
    put_all,
    rebuild,
    remove,
    texts,
)
from award.foundation.search.marking import Shown, marked, passage, with_body
from award.foundation.search.tables import Kind

__all__ = [
    "Asked",
    "Correction",
    "Group",
    "Kind",
    "Shown",
    "ask",
    "groups_of",
    "bulk_rows",
    "faults",
    "hits",
    "is_known",
    "load",
    "marked",
    "outdated",
    "passage",
    "put",
    "put_all",
    "rebuild",
    "remove",
    "texts",
    "with_body",
]
