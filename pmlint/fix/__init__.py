"""Safe fixes edited into a copy of the user's own file."""
