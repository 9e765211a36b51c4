"""Price tags and acknowledgements: from goods and deliveries to papers."""
