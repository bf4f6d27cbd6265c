"""A ClamAV daemon of the tests' own: it knows one signature, that of the EICAR test file."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from award.foundation.files import clamav
from tests.build.documents import EICAR
from tests.processes import HANGS, die_with_parent

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
LIMIT = 3_000_000
"""Bytes that this one scans of a file."""


def wanted() -> str:
    """The daemon's program; a machine without it skips, continuous integration does not."""
    if CLAMD is None:
        if os.environ.get("CI"):
            pytest.fail("there is no clamd: make scanner")
        pytest.skip("there is no clamd: make scanner")
    return CLAMD


@contextmanager
def running(directory: Path) -> Iterator[str]:
    """Its address, once it answers."""
    program = wanted()
    signatures, temporary = directory / "signatures", directory / "temporary"
    signatures.mkdir(parents=True)
    temporary.mkdir()
    mark = EICAR[EICAR.index(b"EICAR") :].hex()
    (signatures / "tests.ndb").write_text(f"Eicar-Test-Signature:0:*:{mark}\n")
    socket = directory / "clamd.ctl"
    conf = directory / "clamd.conf"
    conf.write_text(
        f"DatabaseDirectory {signatures}\nTemporaryDirectory {temporary}\nLocalSocket {socket}\n"
        f"Foreground yes\nStreamMaxLength {LIMIT}\nMaxFileSize {LIMIT}\nAlertExceedsMax yes\n"
    )
    process = subprocess.Popen(
        [program, f"--config-file={conf}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )  # fmt: skip
    address = f"unix:{socket}"
    try:
        for _ in range(HANGS * 20):
            try:
                clamav.ping(address)
                break
            except clamav.ScannerDown:
                assert process.poll() is None, "clamd ended"
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(HANGS)
