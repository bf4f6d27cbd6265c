"""A round’s scores as a table, and what it tells."""
