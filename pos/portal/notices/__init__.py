"""Telling makers what sold and what is paid, without their having to open anything."""
