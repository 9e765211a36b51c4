"""Transfers to makers as one file for the bank: what was sent, what the bank says became of each."""
