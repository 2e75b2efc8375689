"""Logging a visit with everything that came of it, on one page and in one write."""
