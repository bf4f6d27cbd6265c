"""Eligibility, drafting, submitting, withdrawing."""
