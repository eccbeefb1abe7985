"""What a user would take instead, each in an environment of its own, over the same repositories."""
