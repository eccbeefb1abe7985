"""Turns texts into claims: what a README, a description or a list of features says that a product can do."""
