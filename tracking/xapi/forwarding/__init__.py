"""Relaying a municipality's completions to its own record store (docs/xapi.md; docs/decisions/0024)."""
