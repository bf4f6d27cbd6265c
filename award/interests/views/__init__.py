"""Pages: declaring interests, and what staff see of declarations and conflicts."""
