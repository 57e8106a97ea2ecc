"""The forge's jobs, one line each."""

from portal.kit.jobs import job
from services.forge.actions import deliveries


@job("forge.read_delivery", failed=deliveries.fail_reading)
def read_delivery(delivery_id: int) -> None:
    deliveries.read_delivery(delivery_id)


@job("forge.throw_away")
def throw_away(receiver_id: int) -> None:
    deliveries.throw_away(receiver_id)
