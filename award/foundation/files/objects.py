"""What lies in the storage for a chapter that is no upload: the sweep leaves it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from award.foundation.registers import Register

Objects = Callable[[], Iterable[str]]
"""Keys of the objects that rows of a chapter know of."""
OBJECTS: Register[Objects] = Register("objects")
"""By chapter."""
