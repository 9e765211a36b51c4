"""The goods: where they stand, who made them, what they are, how many there are."""
