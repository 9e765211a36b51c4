"""What is sold: products, codes, prices with history, contracts, certificates."""
