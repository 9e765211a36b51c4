"""A cashier's time at a till: float, cash in and out, blind count, over and short."""
