"""Every page there is, found in the table of addresses, so that none can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# Programs ask there, not people.
NOT_PAGES = {"api-1.0.0", "api"}
# Reached only with a secret from a letter or on the way through another site.
ONLY_WITH_A_SECRET = {
    "account_confirm_email",
    "account_reset_password_from_key",
    "openid_connect_login",
    "openid_connect_callback",
    "set_language",
    None,
}


@dataclass(frozen=True)
class Address:
    """A named page, and the names of the values in its address."""

    name: str
    namespace: str
    values: tuple[str, ...]

    @property
    def is_of_a_cluster(self) -> bool:
        return "cluster" in self.values

    def filled(self, values: dict[str, object]) -> str:
        """Give the address with these values; KeyError if nobody has said one of them yet."""
        return reverse(self.name, kwargs={key: values[key] for key in self.values})


def all_addresses() -> list[Address]:
    return sorted(set(_below(get_resolver(), (), ())), key=lambda one: one.name)


def _below(
    resolver: URLResolver, spaces: tuple[str, ...], values: tuple[str, ...]
) -> Iterator[Address]:
    for one in resolver.url_patterns:
        here = (*values, *one.pattern.converters, *_named_groups(one))
        if isinstance(one, URLPattern):
            if one.name not in ONLY_WITH_A_SECRET:
                name = ":".join((*spaces, str(one.name)))
                yield Address(name, ":".join(spaces), tuple(dict.fromkeys(here)))
        elif one.namespace not in NOT_PAGES:
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from _below(one, inner, here)


def _named_groups(one: URLPattern | URLResolver) -> tuple[str, ...]:
    regex = getattr(one.pattern, "regex", None)
    return tuple(regex.groupindex) if regex is not None else ()
