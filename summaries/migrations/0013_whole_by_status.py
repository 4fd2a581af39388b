"""What a summary has in each status: nothing stored, content without number, content with number and date."""

from django.db import migrations, models
from django.db.models import Q

OPEN = ("draft", "to_sign")
LIVE = Q(figures__isnull=True, text__isnull=True, sha256="")
FROZEN = Q(~Q(sha256=""), figures__isnull=False, text__isnull=False)
NOT_CLOSED = Q(closed_at=None, closed_by=None, signer=None)
CLOSED = Q(closed_at__isnull=False, closed_by__isnull=False)
NOT_REGISTERED = Q(number="", dated_on=None, finalised_at=None, finalised_by=None)
REGISTERED = Q(~Q(number=""), dated_on__isnull=False, finalised_at__isnull=False, finalised_by__isnull=False)


class Migration(migrations.Migration):
    dependencies = [("summaries", "0012_finals_were_closed")]

    operations = [
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.UniqueConstraint(
                fields=["phase", "unit"],
                condition=Q(phase__isnull=False, status__in=OPEN),
                name="phase_draft_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.UniqueConstraint(
                fields=["campaign", "unit"],
                condition=Q(phase=None, status__in=OPEN),
                name="campaign_draft_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.CheckConstraint(
                condition=Q(NOT_REGISTERED, NOT_CLOSED, LIVE, status="draft")
                | Q(NOT_REGISTERED, CLOSED, FROZEN, status="to_sign")
                | Q(REGISTERED, CLOSED, FROZEN, status="final"),
                name="final_summary_is_whole",
            ),
        ),
    ]
