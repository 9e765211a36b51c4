"""Counter-entries to received consignments: what was written wrongly is set right beside it."""
