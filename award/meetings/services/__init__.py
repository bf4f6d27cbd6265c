"""What is written in a meeting."""
