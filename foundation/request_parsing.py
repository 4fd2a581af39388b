"""Reads untrusted text of addresses and posted fields."""

from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

LONGEST_ID = 18  # digits: what a big integer column holds
LONGEST_QUERY = 4000  # characters


def whole_number(text: str | None) -> int | None:
    """Return a whole number not below 0, or None for any other text of any length."""
    if text and len(text) <= LONGEST_ID and text.isascii() and text.isdigit():
        return int(text)
    return None


def query_without(query: QueryDict, *names: str) -> str:
    """Return the query as an address has it, without the parameters of these names."""
    left = query.copy()
    for name in names:
        left.pop(name, None)
    return left.urlencode()


def client_address(request: HttpRequest) -> str:
    """Return the address of who asks; of IPv6 the network of 64 bits that one customer has. "" if it is not known.

    What a proxy says is here only if it is believed: `headers_of_proxy` has taken it away else.
    """
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR")
    try:
        address = ip_address(said or "")
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.is_loopback:
        return str(address)
    return str(address.ipv4_mapped or ip_network(f"{address}/64", strict=False))


def from_here(request: HttpRequest) -> bool:
    """True when Origin or Referer say that the form was sent from a page of this host."""
    sent_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        origin = urlsplit(sent_from)
    except ValueError:
        return False
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())
