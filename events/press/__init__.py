"""Reading press releases: what a text says, recognised by the record's own names and words."""
