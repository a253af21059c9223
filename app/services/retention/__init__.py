"""How long each kind of thing is kept, and what happens then. catalogue.py says it all, and running.py runs it.

A kind is judged by facts that the database has: when something was last done with it, and what must still be done. What
is not over, or waits for anybody, is never touched.
"""
