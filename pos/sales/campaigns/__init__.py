"""Programmes of discounts (Bangga Beli and the like): which discounts at the till belong to one."""
