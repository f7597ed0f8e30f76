"""Files that the site hands out to be saved."""

from django.http import HttpResponse


def attachment(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """Return ``content`` as a file called ``name`` (ASCII) for its one reader: shown in no page, kept by no cache."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
