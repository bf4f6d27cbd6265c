"""The picture and the form for anyone, and what becomes of what was told for staff."""
