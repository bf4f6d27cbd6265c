"""Processes that tests start must not outlive them."""

from __future__ import annotations

import ctypes
import signal
import sys

HANGS = 120
"""Seconds after which something that tests wait for won't come. No limit says how fast anything
is: on a busy machine everything takes ten times as long."""
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """For `preexec_fn`: on Linux, be told to stop when the test run is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
