"""Stock cards: every movement of a product with who, why and the document."""
