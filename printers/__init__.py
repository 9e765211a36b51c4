"""Printing: documents, their layout, the bytes for each kind of printer, the queue and its worker.

Knows paper and devices; knows nothing of the business whose documents it prints.
"""
