"""The language code in the addresses of a module's pages, as ``<language:language>``."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from courses.domain.languages import CODE


class LanguageConverter(StringConverter):
    regex = CODE


register_converter(LanguageConverter, "language")
