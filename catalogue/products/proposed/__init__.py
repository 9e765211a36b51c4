"""What makers propose or change themselves, and what a manager said to it."""
