"""The money: the ledger, shifts, sales, settlements, and what the maker sees of them."""
