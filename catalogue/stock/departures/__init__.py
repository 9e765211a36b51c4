"""Goods that leave other than by a sale: back to their maker, lost, or damaged."""
