"""Whatever people do to the files between readings: their bytes stay, nothing deleted comes back."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.config import load, offer
from milepost.model import Announcement, Found, Milestone, Offer, Quote
from milepost.when import parse

SENTENCES = tuple(
    f"The {n}th round of the Dialogue, as both sides agreed, will be held in 20{30 + n}." for n in range(6)
)
TEXT = "Invented for a test.\n\n" + "\n".join(SENTENCES)
TOLD = Announcement("note", "A note", TEXT)


def found(n: int, wide: bool, renamed: bool) -> Offer:
    """The nth milestone, as a parser might find it: with a wider quote, or under another id."""
    start = TEXT.index(SENTENCES[n])
    end = min(len(TEXT), start + len(SENTENCES[n]) + (40 if wide else 0))
    cue = TEXT.index(f"in 20{30 + n}", start)
    milestone = Milestone(
        f"note/{'again' if renamed else 'round'}-{n}",
        f"Dialogue, {n}th round",
        "meeting",
        parse(f"20{30 + n}"),
        quote=Quote("note", start, end, TEXT[start:end]),
        said=f"in 20{30 + n}",
    )
    return Offer(Found(milestone, (cue, cue + 7)))


readings = st.tuples(
    st.just("read"), st.lists(st.integers(0, 5), unique=True, min_size=1), st.booleans(), st.booleans()
)
edits = st.tuples(
    st.sampled_from(
        ["delete", "comment", "reorder", "note", "retitle", "rename file", "new id", "delete file"]
    ),
    st.integers(0, 20),
    st.integers(0, 20),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(readings | edits, min_size=2, max_size=14))
def test_people_and_readings_never_get_in_each_others_way(steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        config = root / "config"
        (config / "milestones").mkdir(parents=True)
        (root / "seeds").mkdir()
        (root / "seeds/note.txt").write_text(TEXT)
        offered: set[int] = set()
        for step in steps:
            match step:
                case ("read", list() as numbers, bool() as wide, bool() as renamed):
                    before = contents(config)
                    result = offer(config, TOLD, [found(n, wide, renamed) for n in numbers])
                    written = [which(one) for one in result.written]
                    assert sorted(written) == sorted(set(numbers) - offered)
                    offered |= set(written)
                    after = contents(config)
                    assert {path: after.get(path) for path in before} == before
                    assert len(after) == len(before) + bool(written)
                case (str() as what, int() as one, int() as other):
                    edit(config, what, one, other)
            assert [str(p) for p in load(config).errors] == []


def which(one: Offer) -> int:
    return int(one.found.milestone.said[-2:]) - 30


def contents(config: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (config / "milestones").iterdir()}


def edit(config: Path, what: str, one: int, other: int) -> None:
    """What a person does in an editor to one file and one entry of it."""
    files = sorted((config / "milestones").iterdir())
    if not files:
        return
    path = files[one % len(files)]
    if what == "delete file":
        path.unlink()
        return
    if what == "rename file":
        target = path.with_name(f"mine-{one}-{other}.yaml")
        if not target.exists():
            path.rename(target)
        return
    head, *entries = re.split(r"(?m)^(?=  - id:)", path.read_text())
    if not entries:
        return
    n = other % len(entries)
    match what:
        case "delete":
            del entries[n]
        case "comment":
            entries[n] = "".join(f"# {line}\n" for line in entries[n].splitlines())
        case "reorder":
            entries[n], entries[0] = entries[0], entries[n]
        case "note":
            entries[n] = f"  # seen on {one}\n" + entries[n]
        case "retitle":
            entries[n] = re.sub(r"title: .*", f"title: Mine {one}", entries[n])
        case "new id":
            entries[n] = re.sub(
                r"id: .*", f"id: mine-{path.stem}-{one}-{other}-{len(files)}", entries[n], count=1
            )
    if what == "new id" and len(set(re.findall(r"(?m)^  - id: (.*)", "".join(entries)))) < len(entries):
        return
    path.write_text(head + "".join(entries))


@given(st.text())
def test_any_text_that_is_written_is_read_back(text: str) -> None:
    from milepost.config.tree import parse as read
    from milepost.config.writing import folded, listed, scalar

    clean = text.encode("utf-8", "replace").decode()
    tree, problems = read(f"a: {scalar(clean)}\nb: {listed([clean])}\nc: {folded(clean, 2)}\n", "x")
    assert tree is not None, problems
    assert tree.value["a"] == clean
    assert tree.value["b"] == [clean]
    assert " ".join((tree.value["c"] or "").split()) == " ".join(clean.split())
    assert not problems


@given(st.text(alphabet="ab: -#[]{}&*!|>'\"%@`\n\t,?\\", max_size=60))
def test_any_text_is_yaml_or_one_problem_with_its_place(text: str) -> None:
    from milepost.config.tree import parse as read

    tree, problems = read(text, "x")
    if tree is None:
        assert problems[-1].line is not None
        assert problems[-1].column is not None
