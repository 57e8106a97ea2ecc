"""Channels: the parameters of their addresses, and the servers they are on."""

import re
from collections.abc import Iterator

from ..function import Check, Options, Target, Told, Value, function

_PARAMETER = re.compile(r"\{([^\n\r\u2028\u2029]+?)\}")


@function("asyncApiChannelParameters")
def channel_parameters(options: Options) -> Check:
    """Every parameter of the address is described, and nothing else is. The address of version 2 is the channel's name.
    A channel that describes no parameters at all is left alone."""

    def check(channel: Value, target: Target) -> Iterator[Told]:
        follow = target.read.follow
        described = follow(channel.get("parameters")) if isinstance(channel, dict) else None
        if not isinstance(described, dict):
            return
        address = channel.get("address")
        if address is None:
            address = target.path[-1] if target.path else ""
        named = _PARAMETER.findall(address) if isinstance(address, str) else []
        if not named:
            return
        missing = [name for name in named if name not in described]
        at = (*target.path, "parameters")
        if missing:
            yield Told(f"The address has parameters that are not described: {', '.join(missing)}.", at)
        for name in described:
            if name not in named:
                yield Told(f'The address has no parameter "{name}".', (*at, name))

    return check


@function("asyncApi2ChannelServers")
def channel_servers(options: Options) -> Check:
    """Looks at the whole document. One channel of a wrong shape, and it says nothing."""

    def check(root: Value, target: Target) -> Iterator[Told]:
        follow = target.read.follow
        if not isinstance(root, dict):
            return
        known, channels = follow(root.get("servers", {})), follow(root.get("channels", {}))
        if not isinstance(known, dict) or not isinstance(channels, dict):
            return
        named: dict[str, list[str]] = {}
        for address, one in channels.items():
            channel = follow(one)
            servers = follow(channel.get("servers", [])) if isinstance(channel, dict) else None
            if not isinstance(servers, list) or not all(isinstance(name, str) for name in servers):
                return
            named[address] = servers
        for address, servers in named.items():
            for index, name in enumerate(servers):
                if name not in known:
                    yield Told(f'There is no server "{name}".', ("channels", address, "servers", index))

    return check
