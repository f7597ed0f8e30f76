"""The doors to a learner's own transcript and external credits; another's are "not found"."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from elearning.accounts.models import User
from elearning.certificates.access import certificates_of
from elearning.certificates.domain.rules import State
from elearning.transcript import texts
from elearning.transcript.domain.credit import Transcript, assemble
from elearning.transcript.models import ExternalCredit, ExternalFile


def transcript_of(learner: User, year: int | None = None) -> Transcript:
    """Return the learner's transcript, or that of one ``year``, in the language in force; two statements."""
    certificates = certificates_of(learner)
    return assemble(
        verified=[texts.verified(row) for row in certificates if row.state is State.VALID],
        revoked=[texts.verified(row) for row in certificates if row.state is State.REVOKED],
        declared=[texts.declared(row) for row in _with_file_names(learner)],
        year=year,
    )


def credit_of(learner: User, pk: int) -> ExternalCredit:
    """Return the learner's own external credit, with what is known of its file. Raises Http404."""
    credit = _with_file_names(learner).filter(pk=pk).first()
    if credit is None:
        raise Http404
    return credit


def file_of(learner: User, pk: int) -> ExternalFile:
    """Return the file of the learner's own external credit ``pk``. Raises Http404 where there is none."""
    return get_object_or_404(ExternalFile, credit=pk, credit__learner=learner)


def _with_file_names(learner: User) -> QuerySet[ExternalCredit]:
    return ExternalCredit.objects.filter(learner=learner).select_related("file").defer("file__content")
