"""Asking servers that are a municipality's, not ours: its sign-in, its record store."""
