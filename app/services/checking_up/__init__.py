"""What `flask doctor` looks at: how this service is set up, one thing after another, each with what to do about it.

Every check is a function of what was found, so that each can be tried with both answers; only asking.py asks the
database, and only files.py looks at files. Nothing here changes anything, and no finding holds a secret.
"""
