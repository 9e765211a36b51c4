"""Figures over everything: exports, the day, proof."""
