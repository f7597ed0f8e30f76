"""Where the site's rules about accounts meet allauth's pages."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from elearning.accounts import services


class AccountAdapter(DefaultAccountAdapter):
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm the address, and take it from an account that a stranger made with it and could never use.

        Without that its owner could prove the address but not sign in with it: a user's address is unique.
        """
        owner, email = email_address.user, email_address.email
        with transaction.atomic():
            free = services.release_address(email=email, owner=owner, now=timezone.now())
            confirmed = free and super().confirm_email(request, email_address)
            transaction.set_rollback(not confirmed)
        if not free:
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email})
        return confirmed
