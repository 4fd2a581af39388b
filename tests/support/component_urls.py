"""Lists the addresses of the portal as with DEBUG, the page of the components included."""

from django.urls import path

from emulation import urls
from emulation.component_page import component_page

urlpatterns = [*urls.urlpatterns, path("components/", component_page)]
