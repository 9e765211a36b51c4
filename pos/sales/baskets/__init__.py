"""Baskets at the till: a code fills the ticket, a kept piece, goods that are made to order."""
