"""How many there are and why: consignments, movements, reservations, import."""
