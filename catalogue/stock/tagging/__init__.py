"""Tagging day: after an import, a tag for every piece on sheets of A4, and a list of what to fetch."""
