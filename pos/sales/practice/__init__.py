"""*Latihan*: the till to practise on. Real tags and prices; nothing of it is a sale.

A practice ticket is a note of what was scanned, kept beside the browser's session in a table of its
own. What it comes to is worked out from that note each time by the code that prices sales, on rows
that are never added to the database. So no number, stock, ledger entry or report can know of it.
"""
