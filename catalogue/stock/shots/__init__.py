"""Foto cepat: scan a tag, snap, next; and what still lacks a photo."""
