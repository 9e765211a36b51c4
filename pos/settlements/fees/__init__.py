"""What makers are charged: a monthly fee, and the bank's charge for a transfer."""
