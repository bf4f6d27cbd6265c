"""gunicorn's threaded worker, which notes when a request arrived, and stops as soon as none is
under way.

A request that waits for a thread has arrived all the same: deadlines are judged by that.

The stock one waits for connections on which nobody has said anything: those that browsers keep
open, or open ahead of need. Ctrl-C then takes seconds. It also gives a
thread to whoever has sent the beginning of a request (`slow_senders`).
"""

from __future__ import annotations

import contextlib
import signal
import socket
import time
from collections import deque
from typing import Any

from gunicorn.workers.gthread import _DEFER, DEFAULT_WORKER_DATA_TIMEOUT, ThreadWorker

from award import slow_senders
from award.foundation import arrival, clock


class Worker(ThreadWorker):
    """Hangs up on silent connections when told to stop; requests under way are finished."""

    pending_conns: deque[Any]

    def init_process(self) -> None:
        self._handed_out: set[Any] = set()
        super().init_process()

    def init_signals(self) -> None:
        """Ctrl-C reaches every process of the terminal's; it is for the parent to say."""
        super().init_signals()
        signal.signal(signal.SIGINT, self.handle_exit)

    def enqueue_req(self, conn: Any) -> None:
        """One that comes again, whole by now, arrived when it came first."""
        if getattr(conn, "held_since", None) is None:
            conn.reached_at, conn.held_since = clock.now(), None
            conn.held_for, conn.woken_at = 0.0, 0
        else:
            conn.held_for += time.monotonic() - conn.held_since
        self._handed_out.add(conn)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """In a thread. A connection on which nothing was said yet begins to count when it is."""
        if not conn.initialized and not conn.wait_for_data(0):
            conn.wait_for_data(DEFAULT_WORKER_DATA_TIMEOUT)
            conn.reached_at = clock.now()
        if not self.cfg.is_ssl:
            if self._comes_still(conn):
                return _DEFER
            conn.held_since = None
            conn.init()
            self._begin_to_read(conn)
        return super().handle(conn)

    def _comes_still(self, conn: Any) -> bool:
        """Is the rest of it to be waited for, without a thread? Whoever was woken and found no
        more was woken because nothing more comes."""
        try:
            lies = slow_senders.lying(conn.sock)
            wanted = slow_senders.missing(conn.sock) if lies >= conn.woken_at else 0
            held = conn.initialized and conn.parser.unreader.buf.getvalue()
            conn.woken_at = 0 if held or not self.alive else wanted
            slow_senders.wake_at(conn.sock, conn.woken_at or 1)
        except OSError:
            return False
        if conn.woken_at and conn.held_since is None:
            conn.held_until = time.monotonic() + slow_senders.WHOLE_WITHIN
        return bool(conn.woken_at)

    def _begin_to_read(self, conn: Any) -> None:
        unreader = getattr(conn.parser, "unreader", None)
        if unreader is None:
            return
        if isinstance(unreader.sock, slow_senders.Patient):
            unreader.sock.begin()
        else:
            unreader.sock = slow_senders.Patient(unreader.sock)

    def handle_request(self, req: Any, conn: Any) -> Any:
        reading = getattr(conn.parser.unreader.sock, "waited", 0.0)
        arrival.reached(conn.reached_at, conn.held_for + reading)
        return super().handle_request(req, conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        self._handed_out.discard(conn)
        super().finish_request(conn, fs)
        if conn in self.pending_conns and conn.woken_at:
            conn.held_since, conn.timeout = time.monotonic(), conn.held_until
        if not self.alive:
            self.murder_keepalived(force=True)

    def murder_pending(self) -> None:
        """They have different times to live, so that the first is not always first to go."""
        now = time.monotonic()
        late = [conn for conn in self.pending_conns if conn.timeout <= now]
        if late:
            gone = {id(conn) for conn in late}
            kept = [conn for conn in self.pending_conns if id(conn) not in gone]
            self.pending_conns = deque([*late, *kept])
            super().murder_pending()

    def handle_exit(self, sig: Any, frame: Any) -> None:
        stopping = self.alive
        super().handle_exit(sig, frame)
        if stopping:
            self.method_queue.defer(self._hang_up)

    def _hang_up(self) -> None:
        """On the loop's own thread, between two events."""
        self.murder_keepalived(force=True)
        for conn in self.pending_conns:
            if not conn.woken_at:  # of the others there is a part, and the rest may come in time
                conn.timeout = 0
        self.murder_pending()
        for conn in self._handed_out:
            if not (conn.initialized or conn.data_ready):
                with contextlib.suppress(OSError):  # gone by itself
                    conn.sock.shutdown(socket.SHUT_RD)
