"""Reviews from before seats: what they are about in words, and a seat for whoever looked."""

from django.db import migrations
from django.urls import reverse


def seat_reviewers(apps, editor):
    Review, Seat = apps.get_model("reviews", "Review"), apps.get_model("reviews", "Seat")
    Suggestion = apps.get_model("reviews", "Suggestion")
    kept = {"advised": "sent", "closed": "sent", "silent": "silent", "withdrawn": "released", "assigned": "taken"}
    for review in Review.objects.filter(about="").select_related("revision__contract__service").iterator():
        revision = review.revision
        contract = revision.contract
        review.about = f"services.revision:{revision.pk}"
        review.subject = f"{contract.slug} {revision.version or f'revision {revision.number}'}"
        review.subject_url = reverse("services:revision", args=[contract.service.slug, contract.slug, revision.number])
        review.save(update_fields=["about", "subject", "subject_url"])
        if review.reviewer_id is None or review.state not in kept:
            continue
        state = "sent" if review.advised_at is not None else kept[review.state]
        begun = review.assigned_at or review.asked_at
        seat = Seat.objects.create(
            review=review,
            person_id=review.reviewer_id,
            role="lead",
            state=state,
            summary=review.summary if state == "sent" else "",
            offered_at=begun,
            taken_at=begun if state in {"taken", "sent"} else None,
            sent_at=review.advised_at if state == "sent" else None,
            ended_at=(review.advised_at if state == "sent" else review.closed_at) if state != "taken" else None,
        )
        Suggestion.objects.filter(review=review).update(seat=seat)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_subjects_and_seats"), ("services", "0001_initial")]
    operations = [migrations.RunPython(seat_reviewers, migrations.RunPython.noop)]
