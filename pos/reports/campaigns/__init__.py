"""Campaigns in the office: begin and end one, and what was sold in it."""
