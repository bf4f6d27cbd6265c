"""Every read about applications. What an assessor may read comes from the assessment chapter."""
