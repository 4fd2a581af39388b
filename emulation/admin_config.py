"""The admin's application with the portal's site as its default; imported before any model."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "emulation.admin.PortalAdminSite"
