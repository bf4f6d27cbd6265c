"""The one list of chapters, in the order of the story: later ones may import earlier ones."""

from __future__ import annotations

from award.accounts.chapter import CHAPTER as ACCOUNTS
from award.adjustments.chapter import CHAPTER as ADJUSTMENTS
from award.applications.chapter import CHAPTER as APPLICATIONS
from award.assessment.chapter import CHAPTER as ASSESSMENT
from award.calibration.chapter import CHAPTER as CALIBRATION
from award.case_studies.chapter import CHAPTER as CASE_STUDIES
from award.challenges.chapter import CHAPTER as CHALLENGES
from award.complaints.chapter import CHAPTER as COMPLAINTS
from award.decisions.chapter import CHAPTER as DECISIONS
from award.draws.chapter import CHAPTER as DRAWS
from award.enquiries.chapter import CHAPTER as ENQUIRIES
from award.foundation.chapter import CHAPTER as FOUNDATION
from award.interests.chapter import CHAPTER as INTERESTS
from award.matching.chapter import CHAPTER as MATCHING
from award.meetings.chapter import CHAPTER as MEETINGS
from award.messages.chapter import CHAPTER as MESSAGES
from award.moderation.chapter import CHAPTER as MODERATION
from award.monitoring.chapter import CHAPTER as MONITORING
from award.open_data.chapter import CHAPTER as OPEN_DATA
from award.own_data.chapter import CHAPTER as OWN_DATA
from award.packs.chapter import CHAPTER as PACKS
from award.payments.chapter import CHAPTER as PAYMENTS
from award.proofs.chapter import CHAPTER as PROOFS
from award.reporting.chapter import CHAPTER as REPORTING
from award.rounds.chapter import CHAPTER as ROUNDS
from award.scenarios.chapter import CHAPTER as SCENARIOS
from award.seeding.chapter import CHAPTER as SEEDING
from award.sharing.chapter import CHAPTER as SHARING
from award.statistics.chapter import CHAPTER as STATISTICS
from award.watching.chapter import CHAPTER as WATCHING

CHAPTERS = (
    FOUNDATION,
    ACCOUNTS,
    COMPLAINTS,
    ROUNDS,
    ENQUIRIES,
    APPLICATIONS,
    INTERESTS,
    ASSESSMENT,
    MESSAGES,
    ADJUSTMENTS,
    PAYMENTS,
    CALIBRATION,
    MATCHING,
    MODERATION,
    DECISIONS,
    STATISTICS,
    MEETINGS,
    DRAWS,
    SCENARIOS,
    SHARING,
    CASE_STUDIES,
    WATCHING,
    MONITORING,
    CHALLENGES,
    OWN_DATA,
    REPORTING,
    OPEN_DATA,
    PACKS,
    PROOFS,
    SEEDING,
)
