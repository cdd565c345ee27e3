"""Answers as files: workbooks, documents, calendars and tables; and the data sheet that comes back filled in."""
