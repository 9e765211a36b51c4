"""QRIS money that was only said to have come: seen, not received, accepted, come after all."""
