"""Measures oscan against loopback servers; `make bench` prints medians and writes benchmarks/RESULTS.md."""
