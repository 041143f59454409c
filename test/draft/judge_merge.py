#!/usr/bin/env python3
"""judge_merge: hold `sennight draft merge` against merges that people made.

    judge_merge.py SENNIGHT [DATA] [--differ] [--case N] [--keep DIR] [--git N]

DATA is a folder with merges/NNN (else $SENNIGHT_DATA, else ../shared/data
beside the project): base.md, ours.md, theirs.md, which git left in conflict,
and resolved.md.  Prints how many merge without markers, and how many have the
same links, each as often, as resolved.md.  --differ lists those that do not,
with the links.  Then N merges (100) that git can do, of some of what each side
changed: their result has the same links as git's, but for those that both
sides added, which git doubles.  Exit 1: a share is not reached, a link got
lost, or git did better.
"""

import argparse
import collections
import concurrent.futures
import difflib
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLEAN, EQUAL = 0.97, 0.87
LINK = re.compile(r"\]\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)|"
                  r"^\s*\[[^\]]+\]:\s*(\S+)|<(https?://[^>\s]+)>", re.M)
COMMENT = re.compile(r"<!--.*?-->", re.S)
MARKER = re.compile(r"^(<{7} |={7}$|>{7} )", re.M)


def links(text):
    """The targets of links, each with how often it is there."""
    found = collections.Counter()
    for match in LINK.finditer(COMMENT.sub("", text)):
        target = next((g for g in match.groups() if g), "")
        if target:
            found[target] += 1
    return found


def form(link):
    """Roughly what Sennight compares."""
    return re.sub(r"^https?://(www\.)?|/$", "", link)


def read(path):
    return path.read_bytes().decode("utf-8", "replace")


def merge(sennight, case, keep):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(keep or folder) / f"{case.name}.md"
        run = subprocess.run(
            [sennight, "draft", "merge", "--preset", "twir", "-o", str(out),
             *(str(case / f"{side}.md") for side in
               ("base", "ours", "theirs"))], capture_output=True)
        if run.returncode not in (0, 1):
            sys.exit(f"{case}: {run.stderr.decode()}")
        return read(out), run.returncode


def judge(sennight, case, keep):
    result, status = merge(sennight, case, keep)
    base, ours, theirs = (links(read(case / f"{side}.md"))
                          for side in ("base", "ours", "theirs"))
    wanted, got = links(read(case / "resolved.md")), links(result)
    # A link that a side has, and no side removed, must be there.
    there = {form(link) for link in got}
    lost = {link for link in ours | theirs if form(link) not in there and
            (link not in base or (link in ours and link in theirs))}
    return {"name": case.name, "clean": status == 0,
            "marked": bool(MARKER.search(result)), "lost": lost,
            "missing": wanted - got, "extra": got - wanted,
            "counts": {link: (base[link], ours[link], theirs[link])
                       for link in (wanted - got) | (got - wanted)}}


def some_changes(before, after, chance):
    """`before` with about half of the changes that lead to `after`."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    lines = []
    for kind, i, j, k, m in matcher.get_opcodes():
        changed = kind != "equal" and chance.random() < 0.5
        lines += after[k:m] if changed else before[i:j]
    return lines


def write_sides(case, folder, chance):
    sides = {side: read(case / f"{side}.md").splitlines(True)
             for side in ("base", "ours", "theirs")}
    for side in ("ours", "theirs"):
        sides[side] = some_changes(sides["base"], sides[side], chance)
    for side, lines in sides.items():
        (folder / f"{side}.md").write_bytes("".join(lines).encode())
    return {side: links("".join(lines)) for side, lines in sides.items()}


def judge_beside_git(sennight, cases, number):
    """How many of `number` merges git can do, and which differ."""
    chance, done, differ = random.Random(4), 0, []
    for _ in range(number):
        with tempfile.TemporaryDirectory() as name:
            folder, case = pathlib.Path(name), chance.choice(cases)
            counts = write_sides(case, folder, chance)
            git = subprocess.run(
                ["git", "merge-file", "-p", *(str(folder / f"{side}.md")
                 for side in ("ours", "base", "theirs"))],
                capture_output=True)
            if git.returncode != 0:
                continue
            done += 1
            result, status = merge(sennight, folder, None)
            wanted = links(git.stdout.decode("utf-8", "replace"))
            got = links(result)
            twins = ({form(link) for link in counts["ours"]} &
                     {form(link) for link in counts["theirs"]} -
                     {form(link) for link in counts["base"]})
            for link in {*wanted, *got}:
                if form(link) in twins:
                    wanted[link] = got[link]
            if status != 0 or +wanted != got:
                differ.append(case.name)
    return done, differ


def print_case(case):
    print(f"{case['name']}{'' if case['clean'] else ' marked'}")
    for sign, side in (("-", "missing"), ("+", "extra")):
        for link, times in sorted(case[side].items()):
            print(f"  {sign}{times} {case['counts'][link]} {link}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sennight")
    parser.add_argument("data", nargs="?")
    parser.add_argument("--differ", action="store_true")
    parser.add_argument("--case")
    parser.add_argument("--keep")
    parser.add_argument("--git", type=int, default=100, metavar="N")
    args = parser.parse_args()
    data = pathlib.Path(args.data or os.environ.get("SENNIGHT_DATA") or
                        ROOT.parent / "shared/data")
    if not (data / "merges").is_dir():
        print(f"SKIP: there is no {data}/merges")
        return 0
    cases = [path for path in sorted((data / "merges").iterdir())
             if path.is_dir() and args.case in (None, path.name)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = list(pool.map(
            lambda case: judge(args.sennight, case, args.keep), cases))
    clean = [c for c in found if c["clean"]]
    equal = [c for c in clean if not c["missing"] and not c["extra"]]
    lost = [c for c in found if c["lost"]]
    for case in found if args.differ else []:
        if case not in equal:
            print_case(case)
    for case in lost:
        print(f"{case['name']} lost: {' '.join(sorted(case['lost']))}")
    print(f"{len(found)} merges that git left in conflict")
    print(f"{len(clean)} without markers ({len(clean) / len(found):.1%})")
    print(f"{len(equal)} with the same links as people's "
          f"({len(equal) / len(found):.1%})")
    print(f"{len(lost)} with a link lost")
    done, differ = judge_beside_git(args.sennight, cases, args.git)
    print(f"{done} merges that git can do, {len(differ)} differ from its own "
          f"{' '.join(differ)}")
    return 1 if (lost or differ or len(clean) < CLEAN * len(found) or
                 len(equal) < EQUAL * len(found)) else 0


sys.exit(main())
