"""Forms about organisations and people; those of sign-in are in `sign_in`."""
