"""Every read of case studies."""

from award.case_studies.queries.collection import related
from award.case_studies.queries.finding import COLLECTION, PublicPage, public_list
from award.case_studies.queries.history import (
    Step,
    beginning,
    changed_by,
    history,
    last_sender,
    open_answer,
    open_request,
)
from award.case_studies.queries.manage import (
    MY_STUDIES,
    STUDIES,
    StudyRow,
    Told,
    agreed_by,
    managed_study,
    my_studies,
    own_study,
    shelf_counts,
    studies,
    title_for_lead,
    told_of,
)
from award.case_studies.queries.promotion import Candidate, candidate, candidates, slugs_like
from award.case_studies.queries.public import (
    Card,
    PublicStudy,
    latest,
    public_study,
    was_public,
)
from award.case_studies.queries.sendings import Earlier, Sending, earlier_version

__all__ = [
    "Candidate",
    "Card",
    "Earlier",
    "MY_STUDIES",
    "STUDIES",
    "shelf_counts",
    "COLLECTION",
    "PublicPage",
    "public_list",
    "PublicStudy",
    "Sending",
    "Step",
    "StudyRow",
    "Told",
    "agreed_by",
    "beginning",
    "candidate",
    "candidates",
    "changed_by",
    "earlier_version",
    "history",
    "last_sender",
    "latest",
    "managed_study",
    "my_studies",
    "open_answer",
    "own_study",
    "public_study",
    "related",
    "slugs_like",
    "open_request",
    "studies",
    "title_for_lead",
    "told_of",
    "was_public",
]
