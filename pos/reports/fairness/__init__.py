"""Whether every maker is treated alike: shelf, sales, and how soon each is paid."""
