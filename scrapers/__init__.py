"""Bring in what the Commission publishes: fetch, keep what came, read it into frozen records.

``scrapers.sources`` lists the sources. Each offers ``fetch`` (network, gives captures) and ``parse`` (pure, gives a
``Reading`` of records). Nothing here knows the application, the rules, the solver or a database.
"""
