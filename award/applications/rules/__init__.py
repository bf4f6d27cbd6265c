"""Rules of applications: states, permissions, eligibility, progress, what a reader sees."""
