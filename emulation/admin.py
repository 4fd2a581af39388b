"""The portal's admin site, for the Board and administrators only."""

from collections.abc import Callable, Iterable
from functools import partial, update_wrapper
from typing import Any, TypeVar

from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import include, path, re_path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from foundation.vietnamese import format_number
from units.access import Forbidden, is_administrator, is_board, may_launch, may_manage, may_reorganise, may_see_mails
from units.acting_request import acting_of, user_of
from units.admin_base.history import history_items
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.models import Event
from units.models.vocabulary import term

RECENT = 8  # events of one's own, on the first page
# Models of packages without a screen here: rights do not come from groups, nobody reads the table of jobs, and what
# somebody signs in with is theirs alone.
LEFT_OUT = {
    "auth.group",
    "django_tasks_database.dbtaskresult",
    "otp_totp.totpdevice",
    "otp_static.staticdevice",
    "django_otp_webauthn.webauthncredential",
    "django_otp_webauthn.webauthnattestation",
    "django_otp_webauthn.webauthnuserhandle",
}


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class PortalAdminSite(AdminSite):
    site_title = gettext_lazy("Cổng thi đua")
    site_header = index_title = gettext_lazy("Điều hành phong trào")
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin"):
        super().__init__(name)
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models: Iterable[Any] = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        kept = [model for model in models if model._meta.label_lower not in LEFT_OUT]
        super().register(kept, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return is_board(acting_of(request)) or is_administrator(acting_of(request))

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Redirect anonymous visitors to our login, answer 403 to others without permission and 404 to popups."""

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                only = _("Trang điều hành dành cho {board} và Quản trị hệ thống.")
                raise Forbidden(only.format(board=term("board")))
            if IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST:
                raise Http404
            return view(request, *args, **kwargs)

        wrapped: Any = update_wrapper(csrf_protect(never_cache(inner)), view)
        return wrapped

    def get_urls(self) -> list[Any]:
        """Return Django's addresses without those that the portal has elsewhere or not at all."""
        screens = [
            path(f"{model._meta.app_label}/{model._meta.model_name}/", include(screen.urls))
            for model, screen in self._registry.items()
        ]
        return [
            path("", self.admin_view(self.index), name="index"),
            path("login/", self.login, name="login"),
            path("logout/", self.logout, name="logout"),
            path("autocomplete/", self.admin_view(self.autocomplete_view), name="autocomplete"),
            *screens,
            re_path(r"(?P<url>.*)$", self.admin_view(self.catch_all_view)),
        ]

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(  # type: ignore[override]  # Django shows a page of its own
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        return redirect("logout", preserve_request=True)

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        mine = Event.objects.visible_to(user_of(request)).filter(actor=user_of(request)).select_related("unit")[:RECENT]
        context = {
            "recent": history_items(mine, with_unit=True),
            "manages": bool(may_manage(acting_of(request))),
            "reorganises": bool(may_reorganise(acting_of(request))),
            "launches": bool(may_launch(acting_of(request))),
            "sees_mails": bool(may_see_mails(acting_of(request))),
        }
        return super().index(request, context | (extra_context or {}))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the four groups with the screens that this person may see."""
        return [{"name": group.label, "models": self._screens(request, group)} for group in ScreenGroup]

    def _screens(self, request: HttpRequest, group: ScreenGroup) -> list[dict[str, Any]]:
        screens = [screen for screen in self._registry.values() if isinstance(screen, ScopedAdmin)]
        visible = [screen for screen in screens if screen.group == group and screen.has_module_permission(request)]
        return [_screen(screen, request) for screen in sorted(visible, key=lambda screen: screen.rank)]


def _screen(screen: ScopedAdmin, request: HttpRequest) -> dict[str, Any]:
    """Return a line of the first page. `awaiting` is lazy, since only the first page uses it."""
    url = reverse(f"admin:{screen.opts.app_label}_{screen.opts.model_name}_changelist")
    return {
        "name": capfirst(str(screen.opts.verbose_name_plural)),
        "url": url,
        "awaiting": SimpleLazyObject(partial(_awaiting, screen, request)),
        "awaiting_url": f"{url}?{screen.awaiting_query}",
    }


def _awaiting(screen: ScopedAdmin, request: HttpRequest) -> str:
    """Return how many rows await this person, in words; "" for none."""
    count = screen.waiting(request)
    return str(screen.awaiting_words).format(n=format_number(count)) if count else ""
