"""Firms that want snacks, uniforms or souvenirs: what they ask for, and what became of it."""
