"""What was written as text becomes numbers. What holds no number is kept in words, with zero as its value."""

from django.db import migrations

from teams.reviews.figures import Figure, NoFigure, figure, limit


def _figure(text):
    try:
        return figure(text)
    except NoFigure:
        return None


def move(apps, schema_editor):
    Answer = apps.get_model("reviews", "Answer")
    DataReference = apps.get_model("reviews", "DataReference")
    for answer in Answer.objects.filter(kind="ignore").iterator():
        value, before, now = _figure(answer.value), _figure(answer.baseline), _figure(answer.outcome_value)
        measure = answer.measure if value is not None else f"{answer.measure} ({answer.value})"
        value = value or Figure(0)
        DataReference.objects.create(
            answer=answer,
            number=1,
            kind=answer.evidence,
            measure=measure[:200],
            value=value.value,
            baseline=before.value if before is not None else None,
            unit=(answer.unit or value.rest)[:80],
            source=answer.source,
            measured_on=answer.measured_on,
            value_now=now.value if now is not None else None,
        )
        try:
            bet = limit(answer.wrong_if)
            answer.wrong_when, answer.threshold = bet.side, bet.value
        except NoFigure:
            answer.wrong_when, answer.threshold = "above", value.value
        answer.save(update_fields=["wrong_when", "threshold"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0007_data_references")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
