"""What falls due: asking learners, who wished it, what became of their commitments."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from elearning.batches import in_batches
from elearning.evaluation import services
from elearning.evaluation.domain import rules
from elearning.evaluation.models import Commitment, Evaluation


def run(now: datetime) -> int:
    """Queue the mails due at ``now``; return how many. Running it twice, or in parallel, queues none twice.

    Accounts that were closed are not written to.
    """
    waiting = Commitment.objects.filter(evaluation=OuterRef("pk"), remind_on__lte=rules.day_of(now))
    rows = Evaluation.objects.filter(Exists(waiting), learner__is_active=True).select_related("learner", "module")
    return sum(services.ask(evaluation=evaluation, now=now) for batch in in_batches(rows) for evaluation in batch)
