"""The attacks, each a module with NAME, BEFORE and run(house)."""
