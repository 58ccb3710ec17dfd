"""Who asks the record store, and what she may: keys with secrets, and bearer tokens. docs/decisions/0023."""
