"""What the xAPI specification says, as plain Python: nothing here knows Django, a request or a database."""
