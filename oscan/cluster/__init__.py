"""What a crawl and a build on several machines have in common: the machines, and where they keep what they made."""
