"""The figures as the tables of docs/backtest.md."""

from collections.abc import Iterator, Sequence

from rules.entries import Status
from tests.backtest.measuring import Caught, Figures, Judged, derogations

VERDICTS = ("eligible", "eligible_on_condition", "undetermined", "ineligible")
MINIMUMS = (Status.MET, Status.CONDITIONAL, Status.UNKNOWN, Status.NEEDS_HUMAN, Status.NOT_MET, None)


def report(figures: Figures) -> str:
    """All tables, as Markdown."""
    return "\n\n".join([_funded(figures), _waiting(figures), _ineligible(figures), _broken(figures)]) + "\n"


def _funded(figures: Figures) -> str:
    heads = ["programme", "types of action", "projects", *(name.replace("_", " ") for name in VERDICTS)]
    heads += [f"minimum {'not encoded' if status is None else status.replace('_', ' ')}" for status in MINIMUMS]
    rows = [[*key, *_counts(judged)] for key, judged in sorted(figures.judged.items())]
    together = Judged()
    for judged in figures.judged.values():
        together.verdicts.update(judged.verdicts)
        together.minimums.update(judged.minimums)
    rows.append(["all", "", *_counts(together)])
    said = [index for index in range(len(heads)) if any(row[index] != "0" for row in rows)]
    return _table([heads[index] for index in said], [[row[index] for index in said] for row in rows], words=2)


def _counts(judged: Judged) -> list[str]:
    numbers = [judged.total, *(judged.verdicts[name] for name in VERDICTS)]
    return [f"{number:,}" for number in [*numbers, *(judged.minimums[status] for status in MINIMUMS)]]


def _waiting(figures: Figures) -> str:
    rows = [[f"`{name}`", f"{number:,}"] for name, number in figures.waiting.most_common()]
    return _table(["condition that is open", "projects"], rows, words=1)


def _ineligible(figures: Figures) -> str:
    rows = []
    for identifier, (project, failed) in sorted(figures.ineligible.items()):
        reasons = [entry["reason"] for entry in derogations().get(identifier, ())]
        named = ", ".join(f"`{name}`" for name in failed)
        rows.append(
            [f"{identifier} {project.acronym}", project.identifier, named, " ".join(reasons) or "not explained"]
        )
    share = f"Judged ineligible: {len(rows)} of {figures.total:,} ({figures.share_ineligible:.2%})."
    return f"{share}\n\n{_table(['project', 'topic', 'not met', 'derogation'], rows, words=4)}" if rows else share


def _broken(figures: Figures) -> str:
    rows = [[*key, *_share(caught)] for key, caught in sorted(figures.caught.items())]
    together = Caught(
        sum(caught.broken for caught in figures.caught.values()),
        sum(caught.caught for caught in figures.caught.values()),
    )
    return _table(
        ["consortia", "broken by", "broken", "caught", "share"], [*rows, ["all", "", *_share(together)]], words=2
    )


def _share(caught: Caught) -> list[str]:
    return [f"{caught.broken:,}", f"{caught.caught:,}", f"{caught.caught / caught.broken:.1%}" if caught.broken else ""]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], words: int) -> str:
    return "\n".join(_lines(heads, rows, words))


def _lines(heads: Sequence[str], rows: Sequence[Sequence[str]], words: int) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join([' --- '] * words + [' ---: '] * (len(heads) - words))}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
