"""Rules of assessing: the assignment's states, who may do what, scoring, and who sees what.

Importing this registers the permissions and the machine.
"""

from award.assessment.rules import machine, permissions

__all__ = ["machine", "permissions"]
