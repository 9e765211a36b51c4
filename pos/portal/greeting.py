"""How a maker is spoken to in a message. Messages are Indonesian, whatever the page speaks."""

from catalogue.makers.models import Maker

TITLES = {
    "ibu": "Bu", "bu": "Bu", "bunda": "Bu", "mbak": "Mbak", "hj": "Bu Hj.",
    "bapak": "Pak", "pak": "Pak", "mas": "Mas", "h": "Pak H.",
}  # fmt: skip
"""How a person's name begins on the card -> how she is called."""
WOMEN, MEN = ("Bu", "Bu Hj."), ("Pak", "Pak H.")


def called(maker: Maker) -> str:
    """Return how a message calls a maker: `Bu Sari`, else the name as it stands on the card."""
    title, _blank, name = (maker.owner or maker.name).strip().partition(" ")
    spoken = TITLES.get(title.rstrip(".").lower())
    if not maker.owner or spoken is None or not name:
        return maker.owner or maker.name
    return f"{spoken} {name}"


def whose(maker: Maker) -> str:
    """Return what stands behind *hak*: Ibu, Bapak, or both where the card does not say."""
    spoken = TITLES.get(maker.owner.strip().partition(" ")[0].rstrip(".").lower())
    if spoken in WOMEN:
        return "Ibu"
    return "Bapak" if spoken in MEN else "Ibu/Bapak"
