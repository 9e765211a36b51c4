"""Double entry by construction: accounts, entries, and the hash chains over them."""
