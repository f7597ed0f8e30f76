"""The documents of a dossier: each a function of the material that returns its blocks (nodes.py)."""
