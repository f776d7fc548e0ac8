"""Tables that people send and receive: spreadsheets and text files, in and out.

`reading` opens a file, `columns` says what is expected, `parsing` compares the two and reports
everything that is wrong at once, `writing` makes workbooks and text files.
"""
