"""What people type on the chapter's pages."""
