"""Reading the figures of a page as a person does: which there are, and where each of them leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

AMOUNT = re.compile(r"[−-]?(?:Rp)?\d{1,3}(?:\.\d{3})*")
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "use", "circle", "line"}
QUIET = {"small", "title"}
"""What stands small beside a figure: a share, a date, how often."""


@dataclass
class Node:
    """One element: its tag and attributes, what stands in it, and what it stands in."""

    tag: str
    attrs: dict[str, str]
    above: "Node | None" = None
    inside: "list[Node | str]" = field(default_factory=list)

    def every(self) -> Iterator["Node"]:
        """Itself and every element in it."""
        yield self
        for one in self.inside:
            if isinstance(one, Node):
                yield from one.every()

    def words(self) -> str:
        """What it says, small print left out."""
        parts = [
            one if isinstance(one, str) else "" if one.tag in QUIET else one.words()
            for one in self.inside
        ]
        return " ".join("".join(parts).split())

    def is_figure(self) -> bool:
        """Whether amounts stand in elements like this one."""
        classes = set(self.attrs.get("class", "").split())
        return (
            (self.tag == "td" and "n" in classes)
            or self.tag == "dd"
            or bool(classes & {"big-figure", "money"})
        )

    def nearest(self, *tags: str) -> "Node | None":
        """The nearest element of some tags that it stands in, itself counted."""
        node: Node | None = self
        while node is not None and node.tag not in tags:
            node = node.above
        return node

    def stands_in(self, tag: str) -> bool:
        """Whether it stands in an element of a tag."""
        return self.nearest(tag) is not None

    def row(self) -> "Node":
        """The row of a table or list that it stands in; itself where it stands in none."""
        return self.nearest("tr", "li") or self

    def links(self) -> list[str]:
        """Where the links in it lead."""
        return [one.attrs["href"] for one in self.every() if one.tag == "a" and "href" in one.attrs]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.node = self.top = Node("top", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        new = Node(tag, {name: value or "" for name, value in attrs}, self.node)
        self.node.inside.append(new)
        if tag not in VOID:
            self.node = new

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self.node
        while node is not None and node.tag != tag:
            node = node.above
        if node is not None and node.above is not None:
            self.node = node.above

    def handle_data(self, data: str) -> None:
        self.node.inside.append(data)


@dataclass(frozen=True)
class Figure:
    """An amount on a page, the heading of its column, and where it leads; "" where it leads nowhere.

    `is_sum` says that it stands beneath the column that it adds up.
    """

    amount: int
    heading: str
    href: str
    is_sum: bool


def main_of(html: str) -> Node:
    """Return the main part of a page."""
    reader = _Reader()
    reader.feed(html)
    return next(node for node in reader.top.every() if node.tag == "main")


def figures(html: str) -> list[Figure]:
    """Return every amount of a page that is not zero: its own link, or else the one of its row.

    The result at the end of a list of amounts is left out: its lines stand above it.
    """
    found = []
    for node in main_of(html).every():
        if node.above is not None and node.above.attrs.get("class") == "result":
            continue
        if node.is_figure() and AMOUNT.fullmatch(node.words()) and (amount := number(node.words())):
            href = (node.links() or node.row().links() or [""])[0]
            found.append(Figure(amount, _heading(node), href, node.stands_in("tfoot")))
    return found


def sums(html: str) -> set[int]:
    """Return what a page says its rows come to: the feet of its tables, and the line under its title."""
    said: list[str] = []
    for node in main_of(html).every():
        if node.tag == "td" and node.stands_in("tfoot"):
            said.append(node.words())
        elif node.attrs.get("class", "") == "muted number":
            said += [words.strip(".,") for words in node.words().split()]
    return {number(words) for words in said if AMOUNT.fullmatch(words)}


def number(words: str) -> int:
    """Return an amount as it is written on a page."""
    return int(re.sub(r"[Rp.]", "", words).replace("−", "-"))


def _heading(node: Node) -> str:
    row, table = node.row(), node.nearest("table")
    if table is None:
        return ""
    heads = [one for one in table.every() if one.tag == "th" and one.attrs.get("scope") == "col"]
    cells = [one for one in row.inside if isinstance(one, Node)]
    at = cells.index(node)
    return heads[at].words() if at < len(heads) else ""
