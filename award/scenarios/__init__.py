"""Scenarios: what a round's money could fund under other rules, beside each other."""
