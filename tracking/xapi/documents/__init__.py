"""States and profiles: the documents other systems keep here (1.0.3 Communication 2.2; 2.0, 4.1.6)."""
