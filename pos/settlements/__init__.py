"""What is owed and paid to each maker: runs, statements, payouts."""
