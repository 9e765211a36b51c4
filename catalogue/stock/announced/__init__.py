"""Deliveries that a maker announces before she brings them, and what came of each."""
