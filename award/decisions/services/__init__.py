"""Every write about decisions."""
