"""Pages of modules: the slide player, and the form in which contributors disclose."""

from courses.views.contributors import disclosure_form
from courses.views.slides import answer, overview, picture, printed, seen, slide, start

__all__ = ["answer", "disclosure_form", "overview", "picture", "printed", "seen", "slide", "start"]
