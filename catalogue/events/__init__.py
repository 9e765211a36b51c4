"""What happens at the places: classes, shows, days; and who signed up to come."""
