"""Every read about people, organisations and what was done."""
