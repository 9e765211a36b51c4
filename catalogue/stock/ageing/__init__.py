"""How long goods have been on the shelf, what their contract does about it, and what ends."""
