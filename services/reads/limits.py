"""How much a contract may ask of a check here: the engine's limits, as the settings of this portal say."""

from django.conf import settings

from services import contracts as engine


def limits() -> engine.Limits:
    return engine.Limits(
        bytes=settings.MAX_CONTRACT_BYTES,
        files=settings.CHECK_FILES,
        depth=settings.CHECK_DEPTH,
        nodes=settings.CHECK_NODES,
        aliases=settings.CHECK_ALIASES,
        seconds=settings.CHECK_SECONDS,
        memory=settings.CHECK_MEMORY_BYTES,
    )
