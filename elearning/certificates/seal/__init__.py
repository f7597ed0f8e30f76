"""Seals of documents: the site's key, sealing what it drew, and reading the seals of a file that somebody shows."""
