"""What leaves the house about questionnaires: letters, tables, pictures, definitions."""
