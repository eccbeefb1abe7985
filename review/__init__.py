"""Will turn a snapshot and a requirements profile into the market review; nothing lives here yet."""
