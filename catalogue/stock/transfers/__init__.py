"""Transfers of goods between outlets, with a state in transit."""
