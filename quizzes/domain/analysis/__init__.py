"""Item analysis: how the items of a test, and the test as a whole, measured. Pure: rows of figures in, figures out."""

from quizzes.domain.analysis.whole import Analysis, ItemAnalysis, TestFigures, analyse

__all__ = ["Analysis", "ItemAnalysis", "TestFigures", "analyse"]
