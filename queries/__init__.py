"""Holds the stored questions: one SQL file a question, and the loader that reads its header."""
