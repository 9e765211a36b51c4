"""QRIS and cards day by day: what was paid, what the acquirer paid out, what it charged, and what is left over."""
