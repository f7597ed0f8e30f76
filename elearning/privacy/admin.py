"""Erasing an account on request, from its page in the administration."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.accounts.admin import UserAdmin
from elearning.accounts.models import User
from elearning.privacy import services
from elearning.privacy.forms import EraseOnRequestForm

admin.site.unregister(User)  # accounts stands below privacy and cannot know of it


@admin.register(User)
class ErasableUserAdmin(UserAdmin):
    change_form_template = "privacy/admin/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        erase = self.admin_site.admin_view(self.erase)
        return [path("<int:pk>/erase/", erase, name="accounts_user_erase"), *super().get_urls()]

    def erase(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the address and the reason, then erase through the service."""
        person = get_object_or_404(User, pk=pk)
        if not (request.user.has_perm("accounts.delete_user") and self.has_change_permission(request, person)):
            raise PermissionDenied
        form = EraseOnRequestForm(person, request.POST or None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                services.erase_account(user=person, actor=request.user, reason=reason, now=timezone.now())
            except services.OnlyAdministrator:
                form.add_error(None, _("This is the only administrator. Give somebody else these rights first."))
            else:
                messages.success(request, _("The account is erased."))
                return HttpResponseRedirect(reverse("admin:accounts_user_changelist"))
        context = {"person": person, "form": form, "years": services.years()}
        return self.page(request, "privacy/admin/erase.html", _("Erase account %s") % person, **context)
