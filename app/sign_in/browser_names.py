"""What a browser is called, so that somebody knows their own again in a list. Nothing else of what it says is kept."""

BROWSERS = (  # most of them also claim to be those further down
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
MACHINES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "a Chromebook"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
)


def browser_name(agent: str | None) -> str:
    """Such as "Firefox on Windows", from the User-Agent it sends; "A browser" when that says nothing we know."""
    agent = agent or ""
    browser = next((name for sign, name in BROWSERS if sign in agent), "A browser")
    machine = next((name for sign, name in MACHINES if sign in agent), None)
    return f"{browser} on {machine}" if machine else browser
