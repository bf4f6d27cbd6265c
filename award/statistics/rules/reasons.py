"""Why an application has no rank, in words."""

from typing import Final

NO_MEAN: Final = "no score on one of the criteria counts"
WITHDRAWN: Final = "it was withdrawn"
