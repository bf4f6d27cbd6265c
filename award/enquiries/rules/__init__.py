"""What an enquiry can be, who answers it, and by when."""
