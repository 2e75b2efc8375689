"""The read API of what happened."""
