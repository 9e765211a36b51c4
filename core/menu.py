"""The menu of the back office: each page names its own entry beside its routes."""

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for

from core.i18n import _


@dataclass(frozen=True)
class NavItem:
    """One entry of the back office's side navigation."""

    group: str
    label: str
    endpoint: str
    order: int
    roles: frozenset[str]
    also: tuple[str, ...] = ()


NAV: list[NavItem] = []


def nav(
    group: str,
    label: str,
    endpoint: str,
    *,
    order: int,
    roles: tuple[str, ...],
    also: tuple[str, ...] = (),
) -> None:
    """Add an entry to the back office's navigation; `group` and `label` are Indonesian sources.

    Pages under its own address belong to it; `also` are further addresses whose pages do.
    """
    item = NavItem(group, label, endpoint, order, frozenset(roles), also)
    if item not in NAV:
        NAV.append(item)


@dataclass(frozen=True)
class NavGroup:
    """Entries of the navigation that belong together: each a dict of label, href and current."""

    label: str
    entries: list[dict[str, Any]]
    is_open: bool


SHORT_MENU = 8
"""A menu that is no longer has no closed groups; of a longer one the group is open that one is in."""


def manage_nav() -> list[NavGroup]:
    """Return the navigation of the person signed in; where it is long, other groups are closed."""
    roles = g.user.roles if g.get("user") else frozenset()
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in sorted(NAV, key=lambda item: item.order):
        if item.roles & roles:
            href = url_for(item.endpoint)
            groups.setdefault(_(item.group) if item.group else "", []).append(
                {"label": _(item.label), "href": href, "under": _under(href, *item.also)}
            )
    every = [entry for entries in groups.values() for entry in entries]
    longest = max((entry["under"] for entry in every), default=0)
    for entry in every:
        entry["current"] = 0 < longest == entry["under"]
    return [
        NavGroup(
            label, entries,
            len(every) <= SHORT_MENU or any(entry["current"] for entry in entries),
        )
        for label, entries in groups.items()
    ]  # fmt: skip


def _under(*addresses: str) -> int:
    """How long the longest of these addresses is that the page asked for stands at or under; else 0."""
    return max(
        (
            len(address)
            for address in addresses
            if request.path == address
            # every page stands under /manage itself
            or (address.count("/") > 1 and request.path.startswith(address + "/"))
        ),
        default=0,
    )
