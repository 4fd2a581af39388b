"""The admin screens of people and of posts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock
from units import access, provider
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.actions import posts
from units.actions.passwords import set_password
from units.actions.sign_in_codes import end_access
from units.admin.forms import PostForm, UserForm
from units.admin_base.filters import ChoiceListFilter
from units.admin_base.pages import brought_in_by_file, form_page
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.admin_base.search import FoldedSearch
from units.duties import duty
from units.models import ImportKind, Post, Role, Unit, User
from units.people import people_within

GIVEN_BY_BOARD = (Role.OFFICER, Role.REVIEWER)
INSPECTION = ("inspects", "year")
LINE = '<span class="d-block mb-2"><strong>{}</strong>: {}</span>'


@admin.register(User)
class UserAdmin(FoldedSearch, ScopedAdmin):
    """The screen of accounts, for administrators. A person without a post may do nothing."""

    group, rank = ScreenGroup.ORGANISATION, 2
    folded = ("search_text",)
    person_names = ("full_name",)
    form = UserForm
    list_display = ("full_name", "username", "phone", "posts_words", "active_words")
    sortable_by = ()
    fields = ("full_name", "username", "email", "phone", "is_active", "duties_words")
    readonly_fields = ("active_words", "duties_words")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody ends the own account."""
        is_own = obj is not None and obj.pk == user_of(request).pk
        return tuple("active_words" if is_own and name == "is_active" else name for name in self.fields)

    def may_view(self, by: Acting | None) -> access.Answer:
        return access.may_manage(by)

    def may_add(self, by: Acting | None) -> access.Answer:
        return access.may_manage(by)

    def may_change(self, by: Acting | None, obj: Any) -> access.Answer:
        return access.may_manage(by)

    def list_tools(self, request: HttpRequest) -> list[tuple[str, str]]:
        return brought_in_by_file(request, ImportKind.PEOPLE)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return people with a post in reach, and people without any post."""
        return people_within(user_of(request)).prefetch_related("posts__unit", "posts__area")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new account cannot sign in until a password is set."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            end_access(obj)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> HttpResponse:
        messages.success(
            request, _("Đã thêm {name}. Tiếp theo: phân công, rồi lập thư giao tài khoản.").format(name=obj)
        )
        return redirect("admin:units_user_change", object_id=obj.pk)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.password_view)
        return [path("<path:object_id>/password/", view, name="units_user_password"), *super().get_urls()]

    def tools(self, request: HttpRequest, obj: User) -> list[tuple[str, str]]:
        return [
            (_("Thư giao tài khoản…"), reverse("people:letter", args=[obj.pk])),
            (_("Bàn giao cho người khác…"), reverse("people:hand_over", args=[obj.pk])),
            *([(_("Liên kết đăng nhập…"), reverse("people:provider", args=[obj.pk]))] if provider.is_on() else []),
            (_("Kết thúc phiên đăng nhập…"), reverse("people:sessions", args=[obj.pk])),
            (_("Cấp lại mật khẩu…"), reverse("people:reissue", args=[obj.pk])),
            (_("Đặt mật khẩu…"), reverse("admin:units_user_password", args=[obj.pk])),
            (_("Dữ liệu về người này"), reverse("personal:about", args=["account", obj.pk])),
        ]

    def password_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        person = self.get_object(request, object_id)
        access.require_allowed(access.may_manage(acting_of(request)))
        form = SetPasswordForm(person, request.POST or None)

        def act(typed: dict[str, Any]) -> str:
            set_password(person, typed["new_password1"], by=require_acting(request))
            return _("Đã đặt mật khẩu cho {name}; lần đăng nhập sau người ấy phải tự đổi.").format(name=person)

        return form_page(
            self,
            request,
            person,
            form,
            act,
            title=_("Đặt mật khẩu"),
            sentence=_(
                "Mật khẩu cũ thôi dùng được ngay. Xin trao mật khẩu mới tận tay người dùng; đăng nhập xong người ấy "
                "phải tự đổi. Nên cấp lại mật khẩu bằng thư có mã hơn: khi đó không ai khác biết mật khẩu."
            ),
            button=_("Đặt mật khẩu"),
        )

    @admin.display(description=gettext_lazy("đang giữ phân công, được làm"))
    def duties_words(self, user: User) -> str:
        """Return the posts that the person holds today, and what each lets do."""
        held = user.current_posts if user.pk else []
        lines = ((f"{post.title}, {post.unit}", duty(post.role)) for post in held)
        return format_html_join("", LINE, lines) or _("chưa được phân công")

    @admin.display(description=gettext_lazy("tài khoản"))
    def active_words(self, user: User) -> str:
        return _("đang dùng") if user.is_active else _("thôi dùng")

    @admin.display(description=gettext_lazy("phân công"))
    def posts_words(self, user: User) -> str:
        today = clock.today()
        held = [post for post in user.posts.all() if post.since <= today and (not post.until or post.until > today)]
        return "; ".join(f"{post.title}, {post.unit}" for post in held) or _("chưa được phân công")


class RoleFilter(ChoiceListFilter):
    title = gettext_lazy("vai trò")
    parameter_name = "role"
    options = Role.choices


class CurrentFilter(ChoiceListFilter):
    title = gettext_lazy("thời gian")
    parameter_name = "current"
    options = (("yes", gettext_lazy("Đang giữ")), ("no", gettext_lazy("Đã thôi, chưa bắt đầu")))

    def narrow(self, request: HttpRequest, queryset: Any, value: str) -> Any:
        current = Post.objects.current(clock.today())
        return queryset.filter(pk__in=current) if value == "yes" else queryset.exclude(pk__in=current)


@admin.register(Post)
class PostAdmin(FoldedSearch, ScopedAdmin):
    group, rank = ScreenGroup.ORGANISATION, 3
    folded = ("user__search_text", "unit__search_text")
    form = PostForm
    records_additions = False
    list_display = ("user", "title_words", "unit", "since", "until")
    list_filter = (CurrentFilter, RoleFilter)
    list_select_related = ("user", "unit", "area")
    sortable_by = ()
    fieldsets = (
        (None, {"fields": ("user", "unit", "role", ("since", "until"), "may_record_signed", INSPECTION)}),
        (None, {"fields": ("duties_words",)}),
    )
    saves = ("admin_change", "end_post")
    events_shown = 5_000  # of an inspection's post: what its people opened

    def may_add(self, by: Acting | None) -> access.Answer:
        return access.yes()

    def may_change(self, by: Acting | None, obj: Any) -> access.Answer:
        """`obj` is None when Django asks about the screen as a whole."""
        return access.may_give_post(obj.unit, obj.role, by) if obj else access.yes()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out what only an inspection has for other posts, and for who may not give one."""
        if obj.inspects if obj else access.may_manage(acting_of(request)):
            return self.fieldsets
        fields = tuple(field for field in self.fieldsets[0][1]["fields"] if field != INSPECTION)
        return ((None, {"fields": fields}), *self.fieldsets[1:])

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Of an existing post only its end can be edited; `may_record_signed` only by administrators."""
        fixed = ("user", "unit", "role", "since", *INSPECTION) if obj else ()
        by_administrators = () if access.may_manage(acting_of(request)) else ("may_record_signed", *INSPECTION)
        return (*dict.fromkeys((*fixed, *by_administrators)), "duties_words")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"since": clock.today()}

    def choices(self, db_field: Any, request: HttpRequest) -> Any:
        offered = super().choices(db_field, request)
        if db_field.name == "user":
            return offered.filter(is_active=True)
        offered = offered.valid_on(clock.today())
        return offered if access.may_manage(acting_of(request)) else offered.below(require_acting(request).unit)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        manages = access.may_manage(acting_of(request))
        if db_field.name == "role":
            roles = [role for role in Role if role != Role.DESK] if manages else GIVEN_BY_BOARD  # desks: see areas.py
            field.choices = [("", _("Chọn…")), *((role.value, role.label) for role in roles)]
        return field

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        if not change:
            posts.give_post(obj, by=require_acting(request))
        elif "until" in form.changed_data:
            posts.end_post(obj, until=obj.until, by=require_acting(request))
        else:
            super().save_model(request, obj, form, change)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Leave out the end of the post: `end_post` writes an event about it."""
        changes = super().construct_change_message(request, form, formsets, add)
        changes.pop(str(form.fields["until"].label), None)
        return changes

    def unit_of(self, obj: Post) -> Unit:
        return obj.unit

    @admin.display(description=gettext_lazy("vai trò làm được gì"))
    def duties_words(self, post: Post) -> str:
        """Return what the post lets do; of a post that is being added what each role lets do."""
        if post.pk:
            return duty(post.role)
        return format_html_join("", LINE, ((role.label, duty(role)) for role in Role if role != Role.DESK))

    @admin.display(description=gettext_lazy("vai trò"))
    def title_words(self, post: Post) -> str:
        return post.title
