"""What a learner and an administrator may send."""

from quizzes.forms.corrections import CorrectionForm
from quizzes.forms.learners import AnswerForm, Asked, PretestForm
from quizzes.forms.policies import GrantForm, PolicyForm

__all__ = ["AnswerForm", "Asked", "CorrectionForm", "GrantForm", "PolicyForm", "PretestForm"]
