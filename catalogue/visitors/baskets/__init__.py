"""What a visitor gathers on a phone to pay for at the counter."""
