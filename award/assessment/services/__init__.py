"""Every change to assignments, declarations, sheets and scores."""
