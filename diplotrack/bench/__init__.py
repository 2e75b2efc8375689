"""The benchmark: synthetic records by the million, the requests to measure, and the report."""
