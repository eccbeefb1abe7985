"""Each module turns one command (or a family) into calls of the rooms; imported only when that command runs."""
