"""QRIS day by day: what was claimed, what the acquirer paid out, what it charged, and what is left over."""
