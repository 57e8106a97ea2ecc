"""Receiving addresses, what came in by them, the facts that were read in it, and who is who on a forge."""

from services.forge.models.fact import Fact, ForgeLogin
from services.forge.models.receiver import Delivery, Forge, Receiver, Refusal

__all__ = ["Delivery", "Fact", "Forge", "ForgeLogin", "Receiver", "Refusal"]
