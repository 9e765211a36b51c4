"""Signatures that were drawn on a screen, under papers about goods."""
