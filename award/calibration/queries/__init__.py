"""Specimens, who scored them, and one's own totals in the order in which they were submitted."""
