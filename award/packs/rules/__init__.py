"""What can be asked for, by whom, and how long it is kept."""
