"""The units of the story, by their names in the demo."""

from campaigns.models import Filing

SCHOOL = "CĐCS Trường THCS Đồi Na"
DISTRICT = "LĐLĐ huyện Chi Lăng"


def sheet(kind, number=1):
    """The school's sheet as it stands in the database."""
    return Filing.objects.get(called__unit__name=SCHOOL, kind=kind, called__phase__number=number)
