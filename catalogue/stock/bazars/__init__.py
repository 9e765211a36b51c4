"""Bazars: goods taken to a stall for some days, and brought back."""
