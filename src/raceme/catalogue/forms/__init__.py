"""What people type about services, made clean."""
