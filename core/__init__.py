"""What the house needs and no business knows: database, web, money, time, people."""
