"""The doors to badges: what anybody may read. A learner's own badge comes through the door of its certificate."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.models import Edition
from elearning.badges.models import Badge, PublicKey, StatusList
from elearning.certificates.models import Certificate


def published_edition(slug: str, number: int) -> Edition:
    """Return an edition, with its module, that was published at some time. Raises Http404 for a draft."""
    editions = Edition.objects.select_related("module").filter(published_at__isnull=False)
    return get_object_or_404(editions, module__slug=slug, number=number)


def status_list(number: int) -> StatusList:
    return get_object_or_404(StatusList, number=number)


def revoked_positions(of: StatusList) -> list[int]:
    """Return the positions of badges whose certificate was revoked or replaced, in one query."""
    gone = Certificate.objects.complete().filter(Q(is_replaced=True) | Q(revoked_at__isnull=False))
    badges = Badge.objects.filter(status_list=of, certificate__in=gone.values("pk"))
    return list(badges.order_by("position").values_list("position", flat=True))


def public_keys() -> list[PublicKey]:
    return list(PublicKey.objects.all())


def public_key(thumbprint: str) -> PublicKey:
    found = PublicKey.objects.filter(thumbprint=thumbprint).first()
    if found is None:
        raise Http404
    return found
