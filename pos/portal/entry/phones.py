"""What a browser is called in a list, from what it says of itself: enough to tell phones apart."""

SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"), ("OPR/", "Opera"), ("Edg", "Edge"),
    ("UCBrowser", "UC Browser"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
"""What others also say of themselves (Chrome, Safari) comes last."""


def named(user_agent: str) -> str:
    """Return system and browser, `Android, Chrome`; '' where nothing is known."""
    found = (
        next((name for sign, name in known if sign in user_agent), "")
        for known in (SYSTEMS, BROWSERS)
    )
    return ", ".join(name for name in found if name)
