"""How a maker's phone comes in without a PIN, and which phones are in."""
