"""A list that somebody sends becomes drafts of members or needs: values in, values out.

Nothing here asks or changes the database, so that a file can be looked at without any.
"""
