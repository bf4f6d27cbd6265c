"""Pages of messages: the applicants' own, and the programme team's."""
