"""gunicorn's threaded worker, which stops as soon as no request is under way.

The stock one waits for connections on which nobody has said anything: those that browsers keep
open, or open ahead of need. Ctrl-C then takes seconds.
"""

from __future__ import annotations

import contextlib
import gc
import socket
from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """Hangs up on silent connections when told to stop; requests under way are finished."""

    def init_process(self) -> None:
        self._handed_out: set[Any] = set()
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        gc.freeze()

    def enqueue_req(self, conn: Any) -> None:
        self._handed_out.add(conn)
        super().enqueue_req(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        self._handed_out.discard(conn)
        super().finish_request(conn, fs)
        if not self.alive:
            self.murder_keepalived(force=True)

    def handle_exit(self, sig: Any, frame: Any) -> None:
        stopping = self.alive
        super().handle_exit(sig, frame)
        if stopping:
            self.method_queue.defer(self._hang_up)

    def _hang_up(self) -> None:
        """On the loop's own thread, between two events."""
        self.murder_keepalived(force=True)
        for conn in self.pending_conns:
            conn.timeout = 0
        self.murder_pending()
        for conn in self._handed_out:
            if not (conn.initialized or conn.data_ready):
                with contextlib.suppress(OSError):  # gone by itself
                    conn.sock.shutdown(socket.SHUT_RD)
