"""Conversations about an application between those who write it and the programme team."""
