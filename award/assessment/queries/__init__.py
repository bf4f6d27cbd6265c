"""Every read about assignments, sheets and scores."""
