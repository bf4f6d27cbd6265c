"""What is kept about somebody, and what they can do about it."""
