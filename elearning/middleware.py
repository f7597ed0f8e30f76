"""What every response of the site has in common."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, UnreadablePostError
from django.utils.cache import patch_cache_control

Handler = Callable[[HttpRequest], HttpResponse]
FORM = "application/x-www-form-urlencoded"


def readable_requests(get_response: Handler) -> Handler:
    """Refuse what no page can read: NUL characters, which PostgreSQL cannot even compare, and forms not in UTF-8.

    Django itself fails while it answers the latter, because its error pages look for the form's CSRF token.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        nul = "\0" in request.path or any("\0" in value for value in request.COOKIES.values())
        foreign = (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}
        return HttpResponseBadRequest() if nul or foreign else get_response(request)

    return handle


def whole_forms(get_response: Handler) -> Handler:
    """Refuse a form of which the connection brought only a part, or whose length nobody announced.

    Django would read what there is: an answer cut off before its end would erase the one that is saved.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request) if _is_whole(request) else HttpResponseBadRequest()

    return handle


def _is_whole(request: HttpRequest) -> bool:
    if request.content_type != FORM:
        return True
    try:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
        return "HTTP_TRANSFER_ENCODING" not in request.META and len(request.body) == announced
    except (ValueError, UnreadablePostError):
        return False


def private_pages(get_response: Handler) -> Handler:
    """Keep pages that a session shaped out of shared caches, and ask the server again before one is shown anew.

    So the page of a person who signed out does not come back from a cache.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.session.accessed and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return handle
