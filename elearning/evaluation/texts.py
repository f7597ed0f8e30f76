"""The words of the form, in the language in force."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elearning.evaluation.domain.form import Choice, Kind
from elearning.evaluation.domain.sheet import MAX_TEXT, Fault, Problem


def choice(chosen: Choice) -> str:
    """Return the words of a choice; an objective that it is about follows in quotation marks."""
    words = _(chosen.text) if chosen.text else ""
    return _("%(words)s “%(objective)s”") % {"words": words, "objective": chosen.subject} if chosen.subject else words


def problem(found: Problem) -> str:
    """Return what to do about an answer that is missing or too much."""
    most = found.question.most
    match found.fault, found.question.kind:
        case Fault.TOO_MANY, _kind:
            return ngettext("Choose at most one.", "Choose at most %(most)s.", most) % {"most": most}
        case Fault.TOO_LONG, _kind:
            return _("Please shorten this to %(most)s characters.") % {"most": MAX_TEXT}
        case _fault, Kind.TEXT:
            return _("Please write a few words here.")
        case _fault, Kind.SOME:
            return _("Choose at least one.")
        case _:
            return _("Choose one answer.")
