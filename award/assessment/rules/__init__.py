"""Rules of assessing: the assignment's states, who may do what, scoring, and who sees what."""
