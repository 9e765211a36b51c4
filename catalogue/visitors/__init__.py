"""The public site: gallery, search, product and maker pages, motifs."""
