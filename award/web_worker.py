"""gunicorn's threaded worker, which notes when a request arrived, and stops as soon as none is
under way.

A request that waits for a thread has arrived all the same: deadlines are judged by that.

The stock one waits for connections on which nobody has said anything: those that browsers keep
open, or open ahead of need. Ctrl-C then takes seconds.
"""

from __future__ import annotations

import contextlib
import signal
import socket
from typing import Any

from gunicorn.workers.gthread import DEFAULT_WORKER_DATA_TIMEOUT, ThreadWorker

from award.foundation import arrival, clock


class Worker(ThreadWorker):
    """Hangs up on silent connections when told to stop; requests under way are finished."""

    def init_process(self) -> None:
        self._handed_out: set[Any] = set()
        super().init_process()

    def init_signals(self) -> None:
        """Ctrl-C reaches every process of the terminal's; it is for the parent to say."""
        super().init_signals()
        signal.signal(signal.SIGINT, self.handle_exit)

    def enqueue_req(self, conn: Any) -> None:
        conn.reached_at = clock.now()
        self._handed_out.add(conn)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """In a thread. A connection on which nothing was said yet begins to count when it is."""
        if not conn.initialized and not conn.wait_for_data(0):
            conn.wait_for_data(DEFAULT_WORKER_DATA_TIMEOUT)
            conn.reached_at = clock.now()
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        arrival.reached(conn.reached_at)
        return super().handle_request(req, conn)

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
