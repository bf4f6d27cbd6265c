"""Forms of the case studies."""
