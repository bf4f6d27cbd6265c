"""How gunicorn serves the service. It reads this file by itself when it is started from here."""

import gc
from pathlib import Path

from click import ClickException
from flask import Flask

from award import starting
from award.foundation.db import db

bind = "127.0.0.1:8000"
worker_class = "award.web_worker.Worker"
workers = 2
threads = 4
graceful_timeout = 10
preload_app = True  # loaded once, and its pages of memory shared
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None


def on_starting(server):
    app = server.app.wsgi()
    if isinstance(app, Flask):
        hosts = [address[0] if isinstance(address, tuple) else "" for address in server.address]
        try:
            starting.look_where(app, hosts)
        except ClickException as error:
            raise RuntimeError(error.message) from None


def when_ready(_server):
    gc.freeze()  # the app stays until the end; collecting it would copy what is shared


def post_fork(_server, worker):
    """No two processes may talk on one connection to the database."""
    app = worker.app.wsgi()
    if isinstance(app, Flask):
        with app.app_context():
            db.engine.dispose(close=False)
