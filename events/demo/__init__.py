"""Kazakhstan's diplomacy from 2019 to 2025, with a source for every row (see README.md here)."""
