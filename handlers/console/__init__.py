"""The staff web console: a process of its own, the only one that opens what was sealed."""
