"""Every read of rounds, their questions and their criteria."""
