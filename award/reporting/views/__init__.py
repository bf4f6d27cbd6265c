"""Pages of the chapter, by audience."""
