"""Every read about ranking, deciding and releasing."""
