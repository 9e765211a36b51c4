"""Tours at the till: which group a ticket belongs to, what a group bought, and the guide's fee."""
