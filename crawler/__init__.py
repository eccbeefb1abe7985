"""Turns sources into evidence (every response, stored) and observations (what a source said, as printed)."""
