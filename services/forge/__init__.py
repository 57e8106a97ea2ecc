"""What a forge knows of a service's repository: signed deliveries received, read into facts of one shape."""
