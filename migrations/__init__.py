"""How the tables came to be: Alembic revisions in `versions/`, and the code that applies them."""
