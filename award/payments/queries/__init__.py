"""What somebody is offered and claims, and the claims that staff decide about."""
