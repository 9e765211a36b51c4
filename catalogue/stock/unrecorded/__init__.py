"""Goods that sold before anybody recorded them: noted at the till, until a delivery has them."""
