"""Why an application has no rank, or a round no line, in words."""

from typing import Final

from award.assessment.rules.panels import NO_MEAN as NO_MEAN

WITHDRAWN: Final = "it was withdrawn"
FOR_ALL: Final = "there are places for all, so there is no line"
