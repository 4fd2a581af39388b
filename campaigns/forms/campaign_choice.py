"""The field of a form in which a person says in which campaign something was done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from campaigns.models.year_names import campaign_choices
from foundation.forms.fields import ChoiceField, field_of


class CampaignChoiceForm(forms.Form):
    """Asks for one of the `campaigns`; where there is only one it is taken, and the field is hidden."""

    campaign = ChoiceField(label=_("Phong trào"))

    def __init__(self, *args: Any, campaigns: list[Campaign], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.campaigns = {str(campaign.pk): campaign for campaign in campaigns}
        choices = campaign_choices(campaigns)
        field_of(self, "campaign", ChoiceField).choices = choices
        if len(choices) == 1:
            self.fields["campaign"].widget = forms.HiddenInput()
            self.initial["campaign"] = choices[0][0]

    def clean_campaign(self) -> Campaign:
        return self.campaigns[self.cleaned_data["campaign"]]
