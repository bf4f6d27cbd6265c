"""What a complaint can be, who deals with it, and by when."""
