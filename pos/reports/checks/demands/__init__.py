"""What each kind of event demands of the ledger, computed from its own rows."""
