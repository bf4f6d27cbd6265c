"""The public collection of case studies, and the front page."""
