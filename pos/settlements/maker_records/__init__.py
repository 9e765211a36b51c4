"""A maker's whole record: merging two into one, handing personal data out, and erasing it."""
