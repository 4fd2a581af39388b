"""The quotas of titles as a piece of a campaign that is copied."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from awards.models import Quota
from campaigns.setup.copying import CopyJob, CopyPiece, copied_row
from foundation import clock


def copy_quotas(job: CopyJob) -> None:
    """Copy the quotas that still apply; those of a phase that was not copied, and of ended unions, are left out."""
    quotas = Quota.objects.filter(campaign=job.source, ended_at=None).select_related("unit", "title")
    for quota in quotas.order_by("pk"):
        if quota.unit and not quota.unit.is_valid_on(clock.today()):
            job.told.append(gettext("Không chép số lượng {quota}: đơn vị đã kết thúc hoạt động.").format(quota=quota))
            continue
        if quota.phase_id is None or quota.phase_id in job.phases:
            phase = job.phases[quota.phase_id] if quota.phase_id else None
            copied_row(quota, campaign=job.target, phase=phase).save()


PIECE = CopyPiece("quotas", _("Số lượng tối đa của hình thức khen thưởng"), copy_quotas)
