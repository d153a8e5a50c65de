"""One module for each attack; how they look says bench/adversary/__init__.py."""
