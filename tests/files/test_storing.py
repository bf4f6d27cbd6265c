"""A folder and a real S3 server keep the same promises."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from award.foundation.bodies import Held
from award.foundation.files import storage
from tests.conftest import make_settings

BUCKET = "award-files"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """moto's server, with an empty bucket; the variables that S3 clients read lead to it."""
    boto3 = pytest.importorskip("boto3")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests",
            "AWS_REGION": "eu-west-2", "AWS_DEFAULT_REGION": "eu-west-2",
        }.items():  # fmt: skip
            patch.setenv(name, value)
        boto3.client("s3").create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
        )
        yield f"s3://{BUCKET}/files"
        server.stop()


@pytest.fixture(params=["folder", "s3"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    url = f"file:{tmp_path}/files"
    if request.param == "s3":
        url = request.getfixturevalue("s3")
    app = Flask("stores")
    app.config["SETTINGS"] = make_settings(tmp_path, "sqlite://", files=url)
    with app.app_context():
        yield url
        storage.remove([one.key for one in storage.lying()])


def test_what_is_put_is_read_again(stored: str) -> None:
    key = storage.new_key()
    pieces = [os.urandom(700_000) for _ in range(12)]
    storage.put(key, pieces)
    assert b"".join(storage.read(key)) == b"".join(pieces)
    [one] = storage.lying()
    assert (one.key, one.size) == (key, 8_400_000)
    storage.put(storage.new_key(), [])
    storage.remove([key, storage.new_key()])
    assert [one.size for one in storage.lying()] == [0]
    assert storage.fault() is None


def test_what_fails_half_way_leaves_nothing(stored: str) -> None:
    def half() -> Iterator[bytes]:
        yield b"x" * 6_000_000
        raise ConnectionResetError("gone")

    with pytest.raises((ConnectionResetError, storage.StorageDown)):
        storage.put(storage.new_key(), half())
    assert list(storage.lying()) == []


def test_what_is_not_there_is_said_before_anything_is_answered(stored: str) -> None:
    with pytest.raises(storage.StorageDown):
        storage.read(storage.new_key())


def test_a_storage_out_of_reach_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    app = Flask("stores")
    app.config["SETTINGS"] = make_settings(tmp_path, "sqlite://", files=f"file:{tmp_path}/file")
    with app.app_context():
        assert storage.fault() is not None


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    """A folder's halves have a mark behind their key; lists don't show them."""
    app = Flask("stores")
    app.config["SETTINGS"] = make_settings(tmp_path, "sqlite://", files=f"file:{tmp_path}/files")
    with app.app_context():
        storage.put("ab/whole", [b"x"])
        half, young = tmp_path / "files/ab/half#1", tmp_path / "files/ab/young#1"
        for path in (half, young):
            path.write_bytes(b"x")
        os.utime(half, (time.time() - 90_000,) * 2)
        assert [one.key for one in storage.lying()] == ["ab/whole"]
        assert storage.sweep_halves(timedelta(hours=24)) == 1
        assert not half.exists() and young.exists()


KILLED = """
import os, signal
from flask import Flask
from types import SimpleNamespace
from award.foundation.files import storage

app = Flask("stores")
app.config["SETTINGS"] = SimpleNamespace(files={url!r})

def pieces():
    yield b"x" * 6_000_000
    yield b"x" * 6_000_000
    os.kill(os.getpid(), signal.SIGKILL)

with app.app_context():
    storage.put("ab/half", pieces())
"""


def test_a_process_that_is_killed_half_way_leaves_nothing_that_is_seen(stored: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED.format(url=stored)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert list(storage.lying()) == []
    storage.sweep_halves(timedelta(seconds=-60))
    folder = storage._folder()
    assert folder is None or [path for path in folder.rglob("*") if path.is_file()] == []


def test_of_a_file_that_is_too_large_nothing_is_kept() -> None:
    with Held(1_000_000) as held:
        for _ in range(40):
            assert held.write(b"x" * 100_000) == 100_000
        assert held.came == 4_000_000
        assert held.seek(0, 2) == 0
    with Held(1_000_000) as held:
        held.write(b"x" * 1_000_000)
        assert held.seek(0, 2) == held.came == 1_000_000
