"""Fuzzing: what any bytes may do to pmlint, and what they must not. See ``fuzz/README.md``."""
