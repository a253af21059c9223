"""The inbox: every text a young person wrote, the unsafe first, then by what is due.

`filters` says which views are asked for, `order` where each of them stands, `listing` gives a page of them, `counting`
how many there are of each kind, `looking` what is new to somebody, and `meetings` what waits for a chair.
"""
