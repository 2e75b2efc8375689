"""Pages that join who exists and what happened: years, countries, people, charts, search."""
