"""From timings to a table."""

from dataclasses import dataclass, field
from statistics import median

AIM = 0.5
AIMED_AT = ("slide page", "answer save")
DOCUMENT_AIM = 40
"""Milliseconds of one core."""
BATCH_AIM = 60
"""Seconds."""
HEADINGS = ("page", "clients", "req/s", "p50 ms", "p95 ms", "p99 ms", "of floor", "CPU ms", "of floor", "SQL")
ROW = "{:<14}{:>8}{:>9}{:>9}{:>9}{:>9}{:>10}{:>9}{:>10}{:>6}"


@dataclass
class Series:
    """What was measured of one page with one number of clients: one entry a round, all requests together."""

    rates: list[float] = field(default_factory=list)  # requests a second
    cpu: list[float] = field(default_factory=list)  # milliseconds of the server's processors for a request
    seconds: list[float] = field(default_factory=list)

    def add(self, seconds: list[float], elapsed: float, cpu_seconds: float) -> None:
        self.rates.append(len(seconds) / elapsed)
        self.cpu.append(1000 * cpu_seconds / len(seconds))
        self.seconds += seconds

    def percentile(self, percent: int) -> float:
        """Return the milliseconds that ``percent`` of all requests took at most."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]

    def ratio(self, floor: "Series") -> float:
        """Return how much of the floor's rate this page reaches: the median of the rounds, each beside its floor."""
        return median(own / other for own, other in zip(self.rates, floor.rates, strict=True))

    def cpu_ratio(self, floor: "Series") -> float:
        """Return the floor's processor time by this page's: no noise of the machine reaches this."""
        return median(other / own for own, other in zip(self.cpu, floor.cpu, strict=True))


Measured = dict[tuple[str, int], Series]


def table(measured: Measured, floors: dict[str, str], statements: dict[str, int]) -> str:
    """Return one line for each page and number of clients; ``floors`` maps a page to its floor."""
    lines = [ROW.format(*HEADINGS)]
    for (page, clients), series in measured.items():
        floor = measured.get((floors.get(page, ""), clients))
        times = [f"{series.percentile(percent):.1f}" for percent in (50, 95, 99)]
        ratios = [f"{series.ratio(floor):.2f}", f"{series.cpu_ratio(floor):.2f}"] if floor else ["", ""]
        name = page if floor else f"floor: {page}"
        rate, cpu = f"{median(series.rates):.0f}", f"{median(series.cpu):.2f}"
        lines.append(ROW.format(name, clients, rate, *times, ratios[0], cpu, ratios[1], statements.get(page, "")))
    return "\n".join(lines)


def verdict(measured: Measured, floors: dict[str, str]) -> str:
    """Return a line for each page that has an aim, under the greatest load."""
    clients = max(count for _, count in measured)
    lines = []
    for page in AIMED_AT:
        series, floor = measured[page, clients], measured[floors[page], clients]
        rate, cpu = series.ratio(floor), series.cpu_ratio(floor)
        lines.append(f"{page} {rate:.2f} of floor (aim {AIM}); by processor time {cpu:.2f}")
    return "\n".join(lines)


def documents(measured: dict[str, float]) -> str:
    """Return what ``tests.bench.documents`` measured as a line."""
    one, batch, count = measured["one"], measured["batch"], measured["count"]
    return (
        f"Drawing and sealing a certificate {one:.1f} ms of one core (aim {DOCUMENT_AIM}); "
        f"{count} in one batch {batch:.1f} s (aim {BATCH_AIM})"
    )
