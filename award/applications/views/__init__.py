"""Pages of the chapter: the public check, and what an applicant sees."""
