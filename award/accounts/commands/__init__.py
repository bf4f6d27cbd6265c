"""Commands about accounts and the audit trail."""
