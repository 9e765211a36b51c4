"""Visitors who come on their own, counted by a touch; groups are counted by their visits."""
