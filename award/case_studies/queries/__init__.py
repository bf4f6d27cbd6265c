"""Every read of case studies."""
