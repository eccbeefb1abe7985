"""Turns a catalogue or snapshot and a requirements profile into verdicts: what a buyer asks, product by product."""
