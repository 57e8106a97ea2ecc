"""What the services room waits for, and what silence does."""

from portal.kit import jobs
from portal.kit.clocks import clock_kind

clock_kind("services.draft-waits")
clock_kind("services.proposal-waits", lapses=False)
clock_kind("services.sunset", lapses=False)
clock_kind("services.move-off")
clock_kind("services.source-closed", due=lambda service_id: jobs.enqueue("services.end_closing", service_id))
clock_kind("services.waiver-ends", due=lambda waiver_id: jobs.enqueue("services.expire_waiver", waiver_id))
clock_kind("services.rule-review", lapses=False)
