from django.urls import path

from courses import converters, views  # noqa: F401 the converter of languages is registered by its import

PAGES = [
    ("start/", views.start, "module-start"),
    ("slides/", views.overview, "slides-overview"),
    ("slides/<slug:key>/", views.slide, "slide"),
    ("slides/<slug:key>/seen/", views.seen, "slide-seen"),
    ("slides/<slug:key>/questions/<slug:question>/", views.answer, "slide-question"),
    ("print/", views.printed, "module-print"),
]
"""The pages that a module has in its own language and in each of its translations."""

urlpatterns = [
    *[path(f"modules/<slug:slug>/{route}", view, name=name) for route, view, name in PAGES],
    *[path(f"modules/<slug:slug>/<language:language>/{route}", view, name=name) for route, view, name in PAGES],
    path("disclosures/<slug:token>/", views.disclosure_form, name="disclosure-form"),
    path("modules/<slug:slug>/media/<str:sha256>/<str:name>", views.picture, name="picture"),
]
