"""The form for anyone, and the register for the programme's people."""
