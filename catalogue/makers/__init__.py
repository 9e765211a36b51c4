"""The people who make: sentra, makers, and what is private about them."""
