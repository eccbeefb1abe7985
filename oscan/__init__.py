"""oscan: a repeatable, evidenced check of the open-source market for public administrations."""

__version__ = "0.1.0"
