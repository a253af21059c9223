"""A copy of the database for somewhere else, which this machine can make and cannot open; and bringing it back.

A backup is one file in the format of age (https://age-encryption.org/v1), sealed for a key whose other half is kept
elsewhere. Inside, the first line is JSON and says what must be there (manifest.py), and the rest is what the database's
own program makes: a SQLite database, or pg_dump's custom format. So it can be opened with age alone, without Heard.
What opens words (KEY_RING) is never in it.
"""
