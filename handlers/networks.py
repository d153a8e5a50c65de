"""What counts as one network: an address, and of IPv6 a household's whole share."""

from __future__ import annotations

import ipaddress


def network_of(who: str) -> str:
    """A household's IPv6 network for one of its many addresses; anything else as it is."""
    try:
        address = ipaddress.ip_address(who)
    except ValueError:
        return who
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else who
