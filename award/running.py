"""Start and stop the whole service on one machine: web server and worker under one parent."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

WEB_THREADS = 8
WEB_SECONDS = 10
STOP_SECONDS = 15


class CannotStart(Exception):
    """Something stands in the way; the message says what to do."""


def port_in_use(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def run(port: int, on_ready: str) -> int:
    """Run web server and worker until one of them ends or a signal asks to stop.

    Prints `on_ready` once the web server answers. Returns the exit status for the shell.
    """
    if port_in_use(port):
        raise CannotStart(f"Port {port} is in use. Choose another: make run PORT={port + 1}")
    environment = {**os.environ}
    environment.setdefault("AWARD_BASE_URL", f"http://127.0.0.1:{port}")
    bin_directory = Path(sys.executable).parent
    commands = {
        "web": [
            str(bin_directory / "gunicorn"), "award:create_app()",
            "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", str(WEB_THREADS),
            "--worker-class", "award.web_worker.Worker",
            "--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp",
            "--log-level", "warning", "--graceful-timeout", str(WEB_SECONDS),
        ],
        "worker": [str(bin_directory / "flask"), "worker"],
    }  # fmt: skip
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    # A group of their own: Ctrl-C reaches this process alone, and it stops the others in order.
    processes = {
        name: subprocess.Popen(command, env=environment, start_new_session=True)
        for name, command in commands.items()
    }
    gc.freeze()  # the app stays until the end; collecting it then would take a second
    announced = False
    try:
        while not stopping:
            for name, process in processes.items():
                status = process.poll()
                if status is not None:
                    sys.stderr.write(f"The {name} process ended with status {status}.\n")
                    return status or 1
            if not announced and _answers(port):
                sys.stdout.write(on_ready)
                sys.stdout.flush()
                announced = True
            time.sleep(0.1)
        sys.stdout.write("\nStopping.\n")
        return 0
    finally:
        _stop_all(list(processes.values()))
        for number, handler in previous.items():
            signal.signal(number, handler)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def _stop_all(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
