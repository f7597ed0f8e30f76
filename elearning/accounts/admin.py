from importlib import import_module
from typing import ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from elearning.accounts import services
from elearning.accounts.models import User
from elearning.audit.admin import AuditedAdmin, ReadOnlyAdmin


@admin.register(User)
class UserAdmin(AuditedAdmin):
    """People sign up themselves; administrators change their rights."""

    RIGHTS: ClassVar = ["is_member", "is_staff", "is_active", "is_superuser"]
    list_display = ["email", "name", *RIGHTS, "date_joined", "last_login"]
    list_filter = RIGHTS
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = ["email", "name", *RIGHTS, "user_permissions", "date_joined", "last_login"]
    readonly_fields = ["email", "name", "date_joined", "last_login"]
    filter_horizontal = ["user_permissions"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody below a superuser touches one."""
        beneath = obj is None or request.user.is_superuser or not obj.is_superuser
        return beneath and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Only a superuser hands out rights in the administration: others could give themselves all of them."""
        if request.user.is_superuser:
            return self.readonly_fields
        return [*self.readonly_fields, "is_staff", "is_superuser", "user_permissions"]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:  # noqa: FBT001 Django's signature
        changed = {name: form.cleaned_data[name] for name in self.RIGHTS if name in form.changed_data}
        if changed:
            stored = User.objects.get(pk=obj.pk)
            services.set_rights(user=stored, rights=changed, actor=request.user, now=timezone.now())

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:  # noqa: FBT001 Django's signature
        if "user_permissions" in form.changed_data:
            permissions = form.cleaned_data["user_permissions"]
            services.set_permissions(
                user=form.instance, permissions=permissions, actor=request.user, now=timezone.now()
            )


# Nobody is put into groups here, and what allauth keeps of a person is changed on that person's own pages only.
for stock in ("django.contrib.auth", "allauth.account", "allauth.mfa"):
    import_module(f"{stock}.admin")  # registers what is taken back here
admin.site.unregister([Group, EmailAddress, Authenticator])


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    list_display = ["email", "user", "primary", "verified"]
    list_filter = ["primary", "verified"]
    list_select_related = ["user"]
    search_fields = ["email", "user__email", "user__name"]


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Who has a second factor; its secret is shown to nobody."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "user__name"]
    fields = list_display
