"""Every change to an application."""
