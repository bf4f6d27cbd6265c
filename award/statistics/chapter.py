"""What a round's scores can and can't tell."""

from __future__ import annotations

from award.foundation.chapters import Chapter
from award.statistics.commands import statistics

CHAPTER = Chapter("statistics", commands=(statistics,))
