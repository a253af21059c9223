"""Somebody asks what Heard holds about a young person (UK GDPR, Article 15). Two people together answer.

An administrator opens the request and makes the file, and sees nothing of what is held before a safeguarding lead has
gone through it; the lead agrees, and makes no file. See docs/decisions/0048-what-is-held-takes-two.md.
"""
