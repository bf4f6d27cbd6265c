"""Two short pages for whoever applies, and the sums for staff and everybody."""
