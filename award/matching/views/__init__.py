"""Pages of automatic assignment, for staff."""
