"""Who reads and writes messages, and how many."""
