"""Keys of what is kept under a version of the data."""

import hashlib

KEPT_SECONDS = 24 * 3600


def cache_key(*parts: object) -> str:
    """A short key for what the parts say together, whatever they contain."""
    return f"api:{hashlib.sha256(repr(parts).encode()).hexdigest()}"
