"""The record store: what is kept of statements, how they are put in, and how they are found. DESIGN 6.

Our own statements come through ``insert_new``, those of others through ``writing.write``; ``finding`` finds both.
"""

from tracking.xapi.store.recording import insert_new

__all__ = ["insert_new"]
