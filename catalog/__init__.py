"""Turns observations into the catalogue (what we believe), snapshots and changes."""
