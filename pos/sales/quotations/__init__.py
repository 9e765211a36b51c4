"""Quotations: what a firm is offered, and the ticket that comes of it."""
