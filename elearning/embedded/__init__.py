"""The whole site on one machine, from one command: ``python -m elearning.embedded`` (DESIGN 10)."""
