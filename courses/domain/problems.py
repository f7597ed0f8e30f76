"""Faults of a module folder, each with its place."""

from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: the file (relative to the folder), the line (from 1; 0 for the whole file), and what is wrong."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


@dataclass
class Problems:
    """Gathers faults, so that an author sees all of them at once. ``warnings`` are advice: they refuse nothing."""

    found: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def add(self, path: str, line: int, message: str) -> None:
        self.found.append(Problem(path, line, message))

    def warn(self, path: str, line: int, name: str, message: str) -> None:
        """Note a weakness by its ``name`` (lower-case words with hyphens), by which authors can look it up."""
        self.warnings.append(Problem(path, line, f"warning, {name}: {message}"))

    def sorted(self) -> list[Problem]:
        return sorted(set(self.found))

    def __bool__(self) -> bool:
        return bool(self.found)
