"""What a person sees of an update, and says to it."""
