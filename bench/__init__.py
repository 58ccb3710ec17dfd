"""``make bench``: what the site costs, against its bars. docs/performance.md says what the figures mean."""
