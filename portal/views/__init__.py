"""Pages that belong to no room: home, search, log-in, errors, and what the API says of itself."""
