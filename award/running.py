"""Start and stop the whole service on one machine: gunicorn here, the worker as its child."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final, NoReturn

from flask import Flask
from gunicorn.app.base import Application
from gunicorn.arbiter import Arbiter
from gunicorn.errors import HaltServer

import config as configuration
from award.foundation.db import db

WEB_THREADS: Final = 8
STOP_SECONDS: Final = 15


def port_in_use(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


class _Server(Application):
    """The application that is already made, on this machine's loopback."""

    def __init__(self, app: Flask, port: int) -> None:
        self._app, self._port = app, port
        super().__init__()

    def load_config(self) -> None:
        self.load_config_from_file(str(configuration.ROOT / "gunicorn.conf.py"))
        own = {"workers": 1, "threads": WEB_THREADS, "loglevel": "warning"}
        for name, value in {"bind": f"127.0.0.1:{self._port}", **own}.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


class _Parent(Arbiter):
    """gunicorn's parent process, which minds the worker too. It starts a web process again that
    ended; without the worker it stops."""

    def __init__(self, server: _Server, on_ready: str) -> None:
        self._on_ready = on_ready
        self.jobs: subprocess.Popen[bytes] | None = None
        self._minded = True
        super().__init__(server)

    def start(self) -> None:
        super().start()
        # A group of its own: Ctrl-C reaches this process, which stops the others in order.
        self.jobs = subprocess.Popen(
            [str(Path(sys.executable).parent / "flask"), "worker"], start_new_session=True
        )
        sys.stdout.write(self._on_ready)
        sys.stdout.flush()

    def reap_workers(self) -> None:
        if self._minded and self.jobs is not None and self.jobs.poll() is not None:
            raise HaltServer(f"the worker ended with status {self.jobs.returncode}", 1)
        super().reap_workers()

    def stop(self, graceful: bool = True) -> None:
        self._minded = False
        super().stop(graceful)

    def handle_int(self) -> None:
        """Ctrl-C lets requests under way finish."""
        self.handle_term()


def run(app: Flask, port: int, on_ready: str) -> NoReturn:
    """Run web server and worker until the worker ends or a signal asks to stop; ends the process.

    Prints `on_ready` once the web server takes requests.
    """
    os.environ.setdefault("AWARD_BASE_URL", f"http://127.0.0.1:{port}")
    db.session.remove()
    db.engine.dispose()
    parent, here = _Parent(_Server(app, port), on_ready), os.getpid()
    try:
        parent.run()
        sys.exit(0)
    finally:
        if os.getpid() == here and parent.jobs is not None:  # web processes pass here as well
            _stop(parent.jobs)


def _stop(jobs: subprocess.Popen[bytes]) -> None:
    jobs.terminate()
    try:
        jobs.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        jobs.kill()
        jobs.wait()
