"""What is offered and claimed, by whom, and how a claim moves."""
