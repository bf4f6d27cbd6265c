"""What is asked of whoever shares a project, and what becomes of it."""
