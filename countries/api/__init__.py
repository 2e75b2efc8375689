"""The read API of who exists, and the bases that every resource of the API stands on."""
