"""When two things that were written are one organisation or person, and what makes a conflict."""
