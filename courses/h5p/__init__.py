"""H5P: packages that others made, read with care, stored as they are and played in a box of their own."""
