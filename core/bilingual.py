"""Public pages in two languages: one view, one address in Indonesian and one under /en in English."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, g

from core.i18n import set_locale

View = TypeVar("View", bound=Callable[..., Any])


def speak_the_address(blueprint: Blueprint) -> None:
    """Let the pages of a blueprint speak the language of their address, whatever was chosen elsewhere."""

    @blueprint.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.lang = (values or {}).pop("lang", None)

    @blueprint.before_request
    def speak_it() -> None:
        if g.lang:
            set_locale(g.lang)


def in_both(blueprint: Blueprint, rule: str, *, method: str = "GET") -> Callable[[View], View]:
    """Route a view at `rule` in Indonesian and at /en + `rule` in English."""

    def declare(view: View) -> View:
        how: dict[str, Any] = {"methods": [method]}
        blueprint.add_url_rule(rule, view.__name__, view, defaults={"lang": "id"}, **how)
        blueprint.add_url_rule(f"/<any(en):lang>{rule}", view.__name__, view, **how)
        return view

    return declare
