"""The analysis of a test, from the database to its figures."""

from quizzes.statistics.analysis import analysis_of

__all__ = ["analysis_of"]
