"""The client of a real ClamAV daemon."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from award.foundation.files import clamav
from award.foundation.files.noticing import inner_files
from award.foundation.files.types import TYPES
from tests import clamd
from tests.build import documents


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clamd.running(tmp_path_factory.mktemp("clamd") / "it") as address:
        yield address


def test_clean_and_not_clean(scanner: str) -> None:
    clamav.ping(scanner)
    assert clamav.scan(scanner, [b"A plan", b"", b" and more"]) is None
    assert clamav.scan(scanner, [documents.EICAR]) == "Eicar-Test-Signature.UNOFFICIAL"
    split = [documents.EICAR[:40], documents.EICAR[40:]]
    assert clamav.scan(scanner, split) == "Eicar-Test-Signature.UNOFFICIAL"


def test_inside_of_documents(scanner: str) -> None:
    inside = documents.office(**{"word/media/x.bin": documents.EICAR})
    assert clamav.scan(scanner, [inside])
    attached = documents.pdf(attached=b"x" * 2000 + documents.EICAR)
    found = [clamav.scan(scanner, [one]) for one in inner_files(TYPES["pdf"], _file(attached))]
    assert found == ["Eicar-Test-Signature.UNOFFICIAL"]


def _file(content: bytes) -> object:
    import io

    return io.BytesIO(content)


def test_more_than_it_takes_is_not_called_clean(scanner: str) -> None:
    with pytest.raises(clamav.ScannerUnsure, match="size limit"):
        clamav.scan(scanner, (b"x" * 500_000 for _ in range(40)))
    clamav.ping(scanner)


def test_nobody_there(tmp_path: Path) -> None:
    for address in (f"unix:{tmp_path}/none", "tcp://127.0.0.1:1"):
        with pytest.raises(clamav.ScannerDown):
            clamav.ping(address)
        with pytest.raises(clamav.ScannerDown):
            clamav.scan(address, [b"x"])


@pytest.mark.parametrize(
    "said", [b"", b"stream: OKAY\0", b"stream: OK FOUND IT\0", b"OK\0", b"\xff\0"]
)
def test_any_other_answer_is_not_clean(said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            line, _ = server.accept()
            with line:
                line.recv(1000)
                line.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises((clamav.ScannerUnsure, clamav.ScannerDown)):
            clamav.scan(f"tcp://127.0.0.1:{server.getsockname()[1]}", [b"x"])
        thread.join()
