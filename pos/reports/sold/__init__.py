"""What was sold, cut by day, hour, place, people or goods; and the lines that each figure is made of."""
