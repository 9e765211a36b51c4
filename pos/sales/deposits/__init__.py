"""Uang muka: money that a named customer left before the goods, until it is used or given back."""
