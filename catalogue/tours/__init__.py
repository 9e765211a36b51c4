"""Groups that agencies and guides bring: who comes when, and which of them stand in the shop now."""
