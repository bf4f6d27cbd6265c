"""Work outside the request: a row says what somebody asked for, the worker does it in steps.

A request that would take long makes a `Job` and shows its page. The worker takes the job, and each
of its steps is one transaction that also notes how far it is: a worker that is killed leaves a job
that another goes on with from there, so nothing is done twice. The owner is asked for the
permission when asking, and again at every step.
"""

from award.foundation.work.asking import AT_ONCE, ask, ask_to_cancel, unfinished
from award.foundation.work.kinds import KINDS, JobKind, Sofar
from award.foundation.work.models import JOB, PERMISSIONS, UNFINISHED, Job, JobState
from award.foundation.work.queries import late, own_job, own_jobs, told
from award.foundation.work.running import getting_on, run_here, run_jobs, still_here

__all__ = [
    "AT_ONCE",
    "JOB",
    "KINDS",
    "PERMISSIONS",
    "UNFINISHED",
    "Job",
    "JobKind",
    "JobState",
    "Sofar",
    "ask",
    "ask_to_cancel",
    "getting_on",
    "late",
    "own_job",
    "own_jobs",
    "run_here",
    "run_jobs",
    "still_here",
    "told",
    "unfinished",
]
