"""Why an application has no rank, in words."""

from typing import Final

from award.assessment.rules.panels import NO_MEAN as NO_MEAN

WITHDRAWN: Final = "it was withdrawn"
