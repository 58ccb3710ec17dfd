"""H5P as learners meet it: who may play, where they were, what they got (docs/h5p.md)."""
