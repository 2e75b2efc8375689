"""Releases: the published record of a moment, frozen as files that anyone can cite."""
