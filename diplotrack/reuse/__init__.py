"""For those who build on the record: feeds, releases, and how to ask."""
