"""Bazars with their money: takings by tender, each maker's share, and closing."""
