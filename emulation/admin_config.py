"""The admin's application, with the portal's own site as its default; read before any model is."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "emulation.admin.PortalAdminSite"
