"""Every list of the house among things worth listing, each with somebody who may read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from award.accounts.models import User
from award.accounts.queries.people import PEOPLE
from award.accounts.queries.trail import TRAIL
from award.adjustments.queries import ADJUSTMENTS
from award.applications.queries.mine import MINE
from award.assessment.queries.assessor_list import ASSESSORS
from award.assessment.queries.assignments import assignment_list
from award.assessment.queries.chase_list import chase_list
from award.assessment.queries.conflict_list import conflict_list
from award.assessment.queries.fixed import fixed_sheets
from award.assessment.queries.gathering import basket_list
from award.assessment.queries.lists import application_list
from award.assessment.queries.worklist import WORK
from award.assessment.queries.workload_list import workload_list
from award.assessment.services.gathering import gather
from award.calibration.queries.standing import standings
from award.case_studies.queries.asked_list import QUESTIONS
from award.case_studies.queries.finding import COLLECTION
from award.case_studies.queries.manage import MY_STUDIES, STUDIES
from award.case_studies.queries.promotion import ASSESSED, TO_PROMOTE
from award.case_studies.queries.running_list import RUNNING
from award.case_studies.queries.unmet import UNMET
from award.case_studies.services import unmet
from award.challenges.queries.told import CHALLENGES, IN_WORDS
from award.complaints.queries import COMPLAINTS
from award.decisions.queries.decisions import round_to_decide
from award.decisions.queries.due_diligence import due_diligence
from award.decisions.queries.feedback import to_come_in
from award.decisions.queries.invited import invited_in
from award.decisions.queries.shortlist_list import shortlist_list
from award.decisions.queries.staged import staged_decisions
from award.decisions.views.feedback import feedback_to_read
from award.decisions.views.letters import kinds_of
from award.decisions.views.releasing import letters_to_read
from award.enquiries.queries import ENQUIRIES
from award.foundation import clock
from award.foundation.errors import there
from award.foundation.policy import SYSTEM, Actor, Role
from award.foundation.tables import ListView
from award.interests.queries.declarations import DECLARATIONS
from award.interests.rules.declared import InterestKind
from award.interests.services.declaring import Given, declare_interests
from award.interests.services.keeping import keep_conflicts
from award.matching.queries.drafts import figures
from award.matching.queries.entries import entries_of
from award.matching.queries.line_list import line_list
from award.messages.queries import THREADS
from award.moderation.queries.comment_list import comment_list
from award.moderation.queries.panels import panel_of
from award.moderation.queries.score_list import score_list
from award.moderation.queries.to_moderate import to_moderate
from award.open_data.queries.awards import AWARDS
from award.open_data.queries.funded_list import FUNDED
from award.payments.queries.claims import CLAIMS
from award.rounds.models import Round
from award.rounds.queries.crosswalk import crosswalk_list, references_list
from award.rounds.queries.lists import CLOSED_ROUNDS, ROUNDS
from award.rounds.queries.regime_list import REGIMES
from award.rounds.services.reference_data import import_reference_data
from award.sharing.queries import SHARES
from award.statistics.queries.application_list import application_list as statistics_list
from award.statistics.queries.figures_list import figures_list
from award.statistics.queries.whole import whole
from tests.build import (
    adjustments,
    applications,
    asking,
    assessment,
    calibration,
    case_studies,
    challenges,
    complaints,
    decisions,
    enquiries,
    matching,
    messages,
    moderation,
    open_data,
    payments,
    rounds,
    shares,
    two_stages,
)
from tests.build.accounts import actor_of, user

Lists = list[tuple[ListView[Any], Actor]]


def every_list() -> Lists:
    import_reference_data(actor=SYSTEM)
    for n in range(53):
        user(f"Zoë 100% _\\ {n}", f"zoe{n}@example.org", roles=(), confirmed=n % 2 == 0)
    lead = user("Lee Lead", roles=())
    complaints.complaint(name="Zoë 100% _")
    for need in ("time", "words"):
        adjustments.asked(applications.draft(), need)
    enquiries.enquiry(name="Zoë 100% _")
    shares.shared(title="Zoë 100% _")
    challenges.challenge(words="Zoë 100% _ is in the way of all of it")
    challenges.published("Zoë 100% _ is in the way")
    for day in (clock.today() - timedelta(days=1), clock.today()):
        unmet.count_unmet({"zoe": 2}, day, actor=SYSTEM)
    messages.thread(applications.draft(lead=lead), lead, "Zoë 100% _")
    for n in range(3):
        rounds.closed_round(title=f"Round {n}%")
        applications.draft(lead=lead)
        open_data.public(case_studies.funded(title=f"Zoë 100% _{n}"))
        case_studies.sent()
        asking.asked(case_studies.published(title=f"Zoë {n}%"), email=f"zoe{n}@asker.example")
    case_studies.promoted(case_studies.funded(lead=lead))
    reader = actor_of(user("Reader", roles=(Role.AUDITOR, Role.ADMIN, Role.PUBLISHER)))
    round_, assessor = judged()
    of_staff = _of_staff(round_)
    staff = (
        PEOPLE, COMPLAINTS, ENQUIRIES, THREADS, ROUNDS, CLOSED_ROUNDS, STUDIES, TO_PROMOTE,
        SHARES, CHALLENGES, IN_WORDS, ASSESSED, TRAIL, COLLECTION, AWARDS, FUNDED, RUNNING, UNMET,
        QUESTIONS,
    )  # fmt: skip
    sheet = round_to_decide(reader, round_.reference)
    assert sheet is not None
    of_a_round = (
        application_list(sheet), assignment_list(sheet), chase_list(sheet), fixed_sheets(round_),
        figures_list(sheet), shortlist_list(sheet), due_diligence(sheet), workload_list(round_),
        letters_to_read(kinds_of(staged_decisions(sheet, SYSTEM))), invited_in(_first_stage(lead)),
        feedback_to_read(to_come_in(_feedback_apart(), SYSTEM)),
        crosswalk_list(round_), references_list(round_),
    )  # fmt: skip
    return [
        *((table, reader) for table in (*staff, ASSESSORS, REGIMES, *of_a_round)),
        (WORK, assessor),
        (DECLARATIONS, reader),
        (conflict_list(), actor_of(user("Con Flict", roles=(Role.STAFF,)))),
        *_drafted(round_),
        *of_staff,
        (ADJUSTMENTS, actor_of(user("Rea Ding", roles=(Role.STAFF,)))),
        *((table, actor_of(lead)) for table in (MINE, MY_STUDIES)),
    ]


def _of_staff(round_: Round) -> Lists:
    """A basket is its owner's; what is to be moderated is asked with something agreed."""
    staff, person = user("Ga Therer", roles=(Role.STAFF,)), assessment.assessor("Zoë 100% _")
    applied = moderation.disagreed(staff=staff, round_=round_)
    moderation.agreed(applied, 80, staff=staff)
    actor = actor_of(staff)
    assessment.assigned(applied, person)
    gather([applied, applications.submitted(round_, title="Zoë’s 100% _")], round_, actor=actor)
    panel = there(panel_of(actor, round_.reference), "the round's panel")
    payments.a_claim(round_, person)
    scored_first = rounds.closed_round()
    calibration.calibrated(scored_first, assessment.assessor("Zoë 100% _"))
    reckoned = whole(there(panel_of(actor, round_.reference), "the round's panel"), actor)
    found = (
        basket_list(round_), to_moderate(panel, actor), CLAIMS, standings(scored_first),
        statistics_list(reckoned), score_list(panel, actor), comment_list(panel, actor),
    )  # fmt: skip
    return [(table, actor) for table in found]


def _drafted(round_: Round) -> Lists:
    staff, person = user("Dra Fter", roles=(Role.STAFF,)), assessment.assessor()
    applied = [applications.submitted(round_, title=f"Zoë’s 100% _{n}") for n in range(3)]
    made = matching.draft(round_, staff, [(one, person) for one in applied], short=1)
    actor = actor_of(staff)
    drafted = entries_of(made, figures(actor, made).outlook, decides=True)
    return [(drafted, actor), (line_list(round_), actor)]


def _first_stage(lead: User) -> Round:
    first, _ = two_stages.pair()
    two_stages.continued(two_stages.invited(first, lead), lead)
    return first


def _feedback_apart() -> Round:
    """A round that releases feedback by itself, with a decision that it will follow."""
    round_ = rounds.closed_round(feedback_apart=True)
    application = applications.submitted(round_)
    assessment.assessed(application, [[8] * 3] * 2)
    decisions.staged(application, "reserve", reserve_position=1)
    return round_


def judged() -> tuple[Round, Actor]:
    """A round with something in every column of its lists, and one of its assessors."""
    round_ = rounds.closed_round()
    assessor = assessment.assessor("Noor Example")
    for n, scores in enumerate(([9, 8, 7], [8, 8, 8], [2, 3, 4])):
        found = applications.submitted(round_, title=f"Zoë’s 100% _{n}")
        assessment.scored(found, scores, assessor)
        assessment.scored(found, scores)
        if n == 0:
            decisions.staged(found)
    assessment.assigned(applications.submitted(round_), assessor)
    sister = assessment.assessor("Zoë 100% _")
    given = [Given(InterestKind.FAMILY, "Brightwater Care")]
    declare_interests(sister, given, nothing=False, actor=actor_of(sister))
    keep_conflicts(round_.id)
    return round_, actor_of(assessor)
