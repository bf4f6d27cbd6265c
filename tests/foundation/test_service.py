"""The whole service as a person starts it: who is started, who notices an end, and what is left."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from award import create_app, starting
from tests.conftest import make_settings
from tests.foundation.test_commands import SECRETS, flask
from tests.foundation.test_running import ROOT, asked
from tests.net import free_port
from tests.processes import die_with_parent

pytestmark = [pytest.mark.any_database, pytest.mark.long]
HANGS = 120


def surroundings(tmp_path: Path, **settings: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("AWARD_")},
        **SECRETS,
        "AWARD_DATABASE_URL": f"sqlite:///{tmp_path}/award.sqlite3",
        "AWARD_JOBS_URL": f"sqlite:{tmp_path}/jobs.sqlite3",
        "AWARD_MAIL_URL": f"file:{tmp_path}/mail",
        **settings,
    }


def until(done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + HANGS
    while not done():
        assert time.monotonic() < deadline, f"waited {HANGS} seconds until {what}"
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        with closing(asked(port, "/readyz")) as connection:
            return connection.getresponse().status == 200
    except OSError:
        return False


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    port: int
    mark: str

    def all(self) -> dict[int, str]:
        """What runs of this service, whoever its parent is now: process and what it is."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (folder / "environ").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().decode()
            except OSError:
                continue
        return found

    def worker(self) -> int:
        return next(pid for pid, line in self.all().items() if line.endswith("worker\0"))

    def web(self) -> int:
        """The web process, whose parent is the service."""
        others = set(self.all()) - {self.process.pid, self.worker()}
        assert len(others) == 1
        return others.pop()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Running]:
    if not sys.platform.startswith("linux"):
        pytest.skip("looks for processes in /proc")
    assert flask(tmp_path, "prepare").returncode == 0
    port = free_port()
    process = subprocess.Popen(
        [str(Path(sys.executable).parent / "flask"), "start", "--port", str(port)],
        cwd=ROOT, env=surroundings(tmp_path), start_new_session=True, preexec_fn=die_with_parent,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    running = Running(process, port, str(tmp_path))
    try:
        until(lambda: answers(port) or process.poll() is not None, "the service answers")
        assert process.poll() is None, process.communicate()
        yield running
    finally:
        for pid in running.all():
            os.kill(pid, signal.SIGKILL)
        process.communicate()


def test_ctrl_c_ends_all_in_good_order(service: Running) -> None:
    service.web()
    with socket.create_connection(("127.0.0.1", service.port)):  # as browsers keep them
        os.killpg(service.process.pid, signal.SIGINT)  # as a terminal does: to the whole group
        assert service.process.wait(HANGS) == 0
    assert service.all() == {}
    said, complained = service.process.communicate()
    assert f"is at http://127.0.0.1:{service.port}\n" in said.decode()
    assert b"Traceback" not in complained


def test_a_web_process_that_dies_is_started_again(service: Running) -> None:
    first = service.web()
    os.kill(first, signal.SIGKILL)
    until(lambda: first not in service.all() and len(service.all()) == 3, "there is another")
    until(lambda: answers(service.port), "it answers")
    assert service.process.poll() is None


def test_a_worker_that_dies_ends_the_service(service: Running) -> None:
    os.kill(service.worker(), signal.SIGKILL)
    assert service.process.wait(HANGS) == 1
    assert service.all() == {}
    complained = service.process.communicate()[1].decode()
    assert "the worker ended with status -9" in complained
    assert "Traceback" not in complained


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    assert flask(folder, "prepare").returncode == 0
    return folder


@pytest.mark.parametrize("bind", ["0.0.0.0:{port}", "[::]:{port}", "unix:{folder}/award.sock"])
def test_a_demonstration_is_bound_to_loopback_alone(prepared: Path, bind: str) -> None:
    where = bind.format(port=free_port(), folder=prepared)
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "award:create_app()", "--bind", where],
        cwd=ROOT, env=surroundings(prepared, AWARD_DEMONSTRATION="true"),
        capture_output=True, text=True, timeout=HANGS, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "A demonstration is for this machine alone" in done.stderr
    assert "Listening" not in done.stderr


def test_nor_is_it_run_for_others_by_flask(tmp_path: Path) -> None:
    done = flask(tmp_path, "run", "--host", "0.0.0.0", "--port", "1", AWARD_DEMONSTRATION="true")
    assert done.returncode == 1
    assert "0.0.0.0 can be reached by others" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("demonstration")
    return create_app(make_settings(folder, "sqlite://", demonstration=True, testing=False))


@pytest.mark.parametrize(
    ("peer", "host", "status"),
    [
        ("127.0.0.1", "localhost:8000", 200),
        ("127.0.0.1", "127.0.0.1:8000", 200),
        ("::1", "[::1]:8000", 200),
        ("192.0.2.7", "127.0.0.1:8000", 403),
        ("", "localhost", 403),
        ("127.0.0.1", "award.example.org", 403),
        ("127.0.0.1", "192.0.2.1:8000", 403),
    ],
)
def test_whatever_serves_it_nobody_from_elsewhere_is_answered(
    demonstration: Flask, peer: str, host: str, status: int
) -> None:
    answer = demonstration.test_client().get(
        "/healthz", environ_base={"REMOTE_ADDR": peer}, headers={"Host": host}
    )
    assert answer.status_code == status
    assert answer.headers["X-Request-Id"] != "-"


def test_a_service_in_earnest_is_bound_as_its_host_needs(app: Flask) -> None:
    starting.look_where(app, ["0.0.0.0", ""])
    answer = app.test_client().get(
        "/healthz", environ_base={"REMOTE_ADDR": "192.0.2.7"}, headers={"Host": "a.example"}
    )
    assert answer.status_code == 200
