"""Every read of case studies."""

from award.case_studies.queries.finding import PublicList, public_list
from award.case_studies.queries.manage import (
    StudyRow,
    agreed_by,
    history,
    last_sender,
    managed_study,
    my_studies,
    own_study,
    studies,
    title_for_lead,
)
from award.case_studies.queries.promotion import Candidate, candidate, candidates, slugs_like
from award.case_studies.queries.public import (
    Card,
    PublicStudy,
    latest,
    public_study,
    related,
)

__all__ = [
    "Candidate",
    "Card",
    "PublicList",
    "PublicStudy",
    "StudyRow",
    "agreed_by",
    "candidate",
    "candidates",
    "history",
    "last_sender",
    "latest",
    "managed_study",
    "my_studies",
    "own_study",
    "public_list",
    "public_study",
    "related",
    "slugs_like",
    "studies",
    "title_for_lead",
]
