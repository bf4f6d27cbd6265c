"""What pages that act on what they showed are tried with, for those who come by a link."""

from __future__ import annotations

from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS
from award.sharing import services
from award.sharing.queries import WRITER
from tests.architecture.confirming import Case
from tests.build import shares


def send_what_is_shared() -> Case:
    """Read by whoever has the address, and written in meanwhile where it was begun."""
    made = shares.begun()
    with transaction():
        services.save(made, shares.TEXTS, whose=WRITER, actor=ANONYMOUS)
        services.send(made, whose=WRITER, actor=ANONYMOUS)

    def change() -> None:
        with transaction():
            services.save(made, {"impact": "Nobody waits."}, whose=WRITER, actor=ANONYMOUS)

    return Case(
        None, shares.link(made), change, "since you opened the page: What got better",
        more={"allowed": "y"}, sides=("Fewer people waited.", "Nobody waits."),
    )  # fmt: skip
