"""What can be asked for, by whom, and by when it is answered."""
