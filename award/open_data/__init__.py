"""What was funded and how it was decided, for everybody: pages and files."""
