"""Every write to rounds and question sets."""
