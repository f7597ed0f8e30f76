"""What every response of the site has in common."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.cache import patch_cache_control

Handler = Callable[[HttpRequest], HttpResponse]


def readable_requests(get_response: Handler) -> Handler:
    """Refuse what no page can read: NUL characters, which PostgreSQL cannot even compare, and forms not in UTF-8.

    Django itself fails while it answers the latter, because its error pages look for the form's CSRF token.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        nul = "\0" in request.path or any("\0" in value for value in request.COOKIES.values())
        foreign = (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}
        return HttpResponseBadRequest() if nul or foreign else get_response(request)

    return handle


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
