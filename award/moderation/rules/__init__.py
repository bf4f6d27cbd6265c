"""Who may moderate, and why an application is worth talking about."""
