"""Places that sell: outlets, tills, and who and what belongs to them."""
