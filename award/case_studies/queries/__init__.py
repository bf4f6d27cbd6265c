"""Every read of case studies."""

from award.case_studies.queries.finding import PublicList, public_list
from award.case_studies.queries.history import (
    Earlier,
    Step,
    answer_before_last_send,
    history,
    last_sender,
    open_answer,
)
from award.case_studies.queries.manage import (
    ManageList,
    StudyRow,
    agreed_by,
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
    "Earlier",
    "ManageList",
    "PublicList",
    "PublicStudy",
    "Step",
    "StudyRow",
    "agreed_by",
    "answer_before_last_send",
    "candidate",
    "candidates",
    "history",
    "last_sender",
    "latest",
    "managed_study",
    "my_studies",
    "open_answer",
    "own_study",
    "public_list",
    "public_study",
    "related",
    "slugs_like",
    "studies",
    "title_for_lead",
]
