"""Goods that come back to the till: picked from their receipt, exchanged, paid back."""
