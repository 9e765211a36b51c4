"""Tickets: lines, the split, tenders, completing, returns."""
