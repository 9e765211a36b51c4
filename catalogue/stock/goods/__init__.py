"""The goods as the office sees them: what there is, where, and how it moves."""
