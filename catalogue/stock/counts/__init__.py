"""Stok opname: goods are counted blind while the shop sells, and what differs is posted."""
