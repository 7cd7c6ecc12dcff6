"""Trains the query classifier that ships in `models/default/`. See README.md; run with `python -m recipe`."""
