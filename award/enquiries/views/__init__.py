"""The form for anyone, and the programme team’s register."""
