"""Holds what a market is (`markets/`) and the recorded sample market (`sample/`); what runs leave here is ignored."""
