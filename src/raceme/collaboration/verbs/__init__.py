"""What can be done: with notices, suggestions, saved searches and consortia. One noun a file."""
