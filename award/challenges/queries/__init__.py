"""What people told, and the numbers."""
