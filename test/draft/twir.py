#!/usr/bin/env python3
"""twir: drafts of a real archive, held against another way to make them.

    twir.py SENNIGHT [DATA]

DATA is a folder with twir/content and twir/draft/DRAFT_TEMPLATE (else
$SENNIGHT_DATA, else ../shared/data beside the project); without it the test is
skipped.  For every two issues that follow one another, `draft new` gets the
first, and its draft must be what the newsletter's own way of making one would
leave: the template with its variables filled in, and the lines of the first
issue between two fixed lines.  From those lines this program takes the events
that are over and sorts the rest, by its own reading of them.
"""

import datetime
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WEEK = datetime.timedelta(days=7)
COUNTED_FROM = (424, datetime.date(2022, 1, 5))
LIST_BEGINS = "Rusty Events between"
LIST_ENDS = "If you are running a Rust event"
SKIPPED = 77
MONTHS = ("January February March April May June July August September "
          "October November December").split()
ISO = r"(\d{4})-(\d\d?)-(\d\d?)"
WORDS = r"(%s)\.? (\d\d?)(?: & \d\d?)?,? (\d{4})" % "|".join(
    m[:3] + "[a-z]*" for m in MONTHS)


def next_wednesday(today):
    """The Wednesday four to ten days ahead."""
    day = today + datetime.timedelta(days=4)
    while day.weekday() != 2:
        day += datetime.timedelta(days=1)
    return day


def raw_list(text):
    """The lines between the two that are fixed, or None."""
    lines = text.split("\n")
    begins = [i for i, l in enumerate(lines) if l.startswith(LIST_BEGINS)]
    ends = [i for i, l in enumerate(lines) if l.startswith(LIST_ENDS)]
    if not begins or not ends or ends[0] < begins[0]:
        return None
    return "\n".join(lines[begins[0] + 1:ends[0]]).strip().split("\n")


def read_day(text):
    """The day that a text begins with, and the rest; (None, text) if none."""
    found = re.match(ISO, text)
    if found:
        year, month, day = map(int, found.groups())
    else:
        found = re.match(WORDS, text)
        if not found:
            return None, text
        month = 1 + next(i for i, m in enumerate(MONTHS)
                         if m[:3] == found[1][:3])
        day, year = int(found[2]), int(found[3])
    try:
        return datetime.date(year, month, day), text[found.end():]
    except ValueError:
        return None, text


def fold(text):
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold())
                   if not unicodedata.combining(c))


def city(rest):
    """The city in what stands behind the days of an event."""
    place = re.split(r"\s*\|\s*", rest.strip().strip("|").strip())[0]
    place = re.sub(r"^(?:Hybrid \(Virtual \+ In-person\)|Virtual \+(?!.*\())",
                   "", place)
    inner = re.match(r"(?:Virtual|Hybrid)[^(]*\((.*)\)", place)
    if inner:
        place = inner[1]
    place = re.split(r"[;+]| & ", place)[0]
    return fold(place.split(",")[0].strip())


def read_event(line):
    """(first day, last day, city) of the first line of an item, or None."""
    text = re.sub(r"^\s*[*-]\s+\[?", "", line)
    first, rest = read_day(text)
    if first is None:
        return None
    last = first
    again = re.match(r"\s*(?:-|–|to|&|,|\*)\s*(?=\d{4}-)", rest)
    if again:
        last, rest = read_day(rest[again.end():])
        last = last or first
    where = city(rest)
    return first, last, "" if where in ("virtual", "hybrid") else where


def carry(lines, date):
    """What is left of a list: no event that is over, the others sorted."""
    sections, out = [[None, []]], []
    for line in lines:
        if line.startswith("#"):
            sections.append([line, []])
        elif line.startswith("* [**") and read_event(line) is None and \
                sections[-1][1] and len(sections[-1][1][-1]) == 1:
            # A title that was not indented.
            sections[-1][1][-1].append(line)
        elif line.strip() and (re.match(r"[*-]\s", line) or
                               not sections[-1][1]):
            sections[-1][1].append([line])
        elif line.strip():
            sections[-1][1][-1].append(line)
    for heading, items in sections:
        dated = [(read_event(item[0]), item) for item in items]
        dated = [(e, i) for e, i in dated if e is None or e[1] >= date]
        dated.sort(key=lambda d: (d[0] is None, d[0] and (d[0][0], d[0][2])))
        if items and not dated:
            continue
        out += [heading] if heading else []
        for _, item in dated:
            out += item
    return out


def expected(template, last, date):
    number = COUNTED_FROM[0] + (date - COUNTED_FROM[1]) // WEEK
    lines = carry(raw_list(last), date)
    for name, value in {
            "twir_issue_number": str(number),
            "twir_issue_date": str(date),
            "twir_events_end_date": str(date + 4 * WEEK),
            "twir_events_list": "\n".join(lines)}.items():
        template = template.replace("$" + name, value)
    return template


def lines_of(text):
    return [line for line in text.split("\n") if line.strip()]


def make(sennight, folder, last, today):
    """The name and text of the draft that is made on a day."""
    content = folder / "content"
    for old in [*content.iterdir(), *(folder / "draft").glob("*.md")]:
        old.unlink()
    (content / last.name).write_bytes(last.read_bytes())
    seconds = datetime.datetime(today.year, today.month, today.day, 17,
                                tzinfo=datetime.timezone.utc).timestamp()
    run = subprocess.run(
        [sennight, "-C", folder, "draft", "new"], capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(int(seconds))})
    if run.returncode != 0:
        return "", run.stderr.decode()
    draft = next((folder / "draft").glob("*.md"))
    return draft.name, draft.read_bytes().decode()


def compare(name, got, wanted):
    """Print the first line that differs."""
    got, wanted = lines_of(got), lines_of(wanted)
    for i, (a, b) in enumerate(zip(got + [""], wanted + [""])):
        if a != b:
            print(f"{name}: line {i + 1} that is not blank\n  got    {a}\n"
                  f"  wanted {b}")
            return False
    return len(got) == len(wanted)


def main():
    sennight = os.path.abspath(sys.argv[1])
    data = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else os.environ.get(
        "SENNIGHT_DATA", ROOT.parent / "shared/data")) / "twir"
    if not (data / "draft/DRAFT_TEMPLATE").exists():
        print("no archive: drafts are not compared")
        sys.exit(SKIPPED)
    template = (data / "draft/DRAFT_TEMPLATE").read_bytes()
    issues = sorted((data / "content").glob("2*-this-week-in-rust.md"))
    compared = good = 0
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        (folder / "content").mkdir()
        (folder / "draft").mkdir()
        (folder / "draft/DRAFT_TEMPLATE").write_bytes(template)
        (folder / "sennight.yaml").write_text("preset: twir\n")
        for last in issues:
            text = last.read_bytes().decode()
            try:
                date = datetime.date.fromisoformat(last.name[:10])
            except ValueError:
                continue
            if raw_list(text) is None or date < COUNTED_FROM[1]:
                continue
            # Another day of the week each time.
            today = date + datetime.timedelta(days=compared % 7)
            wednesday = next_wednesday(today)
            name, got = make(sennight, folder, last, today)
            wanted = expected(template.decode(), text, wednesday)
            compared += 1
            if name != f"{wednesday}-this-week-in-rust.md":
                print(f"{last.name}: made {name or got}")
            elif compare(last.name, got, wanted):
                good += 1
    print(f"{good} of {compared} drafts are as they should be")
    sys.exit(good != compared or compared < 200)


if __name__ == "__main__":
    main()
