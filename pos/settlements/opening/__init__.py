"""What was owed and what lay where on the day the books began: read from a sheet, posted once."""
