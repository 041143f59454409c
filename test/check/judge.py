#!/usr/bin/env python3
"""judge: hold `sennight check` against mistakes that people found by hand.

    judge.py SENNIGHT [DATA] [--class PREFIX] [--missed] [--fixes]

DATA is a folder with mistakes/hits.jsonl, twir/content and twir-first (else
$SENNIGHT_DATA, else ../shared/data beside the project).  Prints, by class of
mistake, how many of the known hits have a finding of the class's rules
(classes.tsv) on their line.  --missed prints the others; --fixes looks at the
corrections in mistakes/fixes.jsonl instead.  Exit 1: a class that must reach
its share does not.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def read_classes():
    """Class -> (severity, share it must reach or None, rule ids)."""
    classes = {}
    for line in (HERE / "classes.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            name, severity, rules = line.split("\t")[:3]
            classes[name] = (severity, rules.split(",") if rules else [])
    return classes


def read_jsonl(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def newsletter(data, sennight, folder):
    (folder / "content").mkdir(parents=True)
    for path in sorted((data / "twir/content").iterdir()):
        if path.suffix in (".md", ".markdown"):
            shutil.copy(path, folder / "content")
    if (data / "twir/draft").exists():
        shutil.copytree(data / "twir/draft", folder / "draft")
        os.chmod(folder / "draft", 0o755)
    subprocess.run([sennight, "-C", folder, "init"], check=True,
                   stdout=subprocess.DEVNULL)


def check(sennight, folder, *args):
    run = subprocess.run([sennight, "-C", folder, "check", "--format", "json",
                          *args], capture_output=True)
    if run.returncode not in (0, 1):
        sys.exit(run.stderr.decode())
    return [json.loads(line) for line in run.stdout.splitlines()]


def by_line(findings):
    found = collections.defaultdict(set)
    for f in findings:
        found[os.path.basename(f["file"]), f["line"]].add(f["rule"])
    return found


def find_archive(sennight, folder):
    return by_line(check(sennight, folder, "--all"))


def find_first(sennight, folder, data, names):
    """Each first version alone, beside the archive as it is today."""
    (folder / "first").mkdir()

    def one(name):
        shutil.copy(data / "twir-first" / name, folder / "first")
        return check(sennight, folder, "-j", "1", f"first/{name}")

    found = {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for findings in pool.map(one, names):
            found.update(by_line(findings))
    return found


def judge_hits(options, classes, folder):
    hits = [h for h in read_jsonl(options.data / "mistakes/hits.jsonl")
            if h["rule"].startswith(options.prefix)]
    archive = find_archive(options.sennight, folder)
    names = sorted({h["at"].rsplit(":", 1)[0] for h in hits
                    if h["where"] == "first-published"})
    first = find_first(options.sennight, folder, options.data, names)
    found, total = collections.Counter(), collections.Counter()
    for hit in hits:
        name, line = hit["at"].rsplit(":", 1)
        places = archive if hit["where"] == "archive" else first
        rules = classes.get(hit["rule"], (None, []))[1]
        total[hit["rule"]] += 1
        # Hits about the header stand at any of its lines; what is missing
        # has no line, and is noted at the first.
        lines = [int(line)]
        if hit["rule"].startswith("meta."):
            lines = range(1, 7)
        elif line == "1" and hit["rule"].endswith("_missing"):
            lines = [n for where, n in places if where == name]
        if any(places.get((name, n), set()) & set(rules) for n in lines):
            found[hit["rule"]] += 1
        elif options.missed:
            print(f"{hit['rule']}\t{hit['where']}\t{hit['at']}\t"
                  f"{hit['text'][:160]}\t{hit.get('detail')}")
    return found, total


def print_table(classes, found, total):
    sums = collections.defaultdict(lambda: [0, 0])
    for name in sorted(total):
        severity, rules = classes.get(name, ("?", []))
        print(f"{severity:6} {name:34} {found[name]:4} of {total[name]:4}  "
              f"{100 * found[name] // total[name]:3} %  {', '.join(rules)}")
        sums[severity][0] += found[name]
        sums[severity][1] += total[name]
    for severity, (good, all_) in sorted(sums.items()):
        print(f"{severity:6} {good} of {all_}: {100 * good / all_:.1f} %")
    return sums


def versions(case, content):
    """The text before and after a correction, or None."""
    before, after = case["before_snippet"], case["after_snippet"]
    if after and content.count(after) >= 1:
        return content.replace(after, before, 1), content
    if after or not case.get("line_before"):
        return None
    lines = content.split("\n")
    at = case["line_before"] - 1
    return "\n".join(lines[:at] + before.split("\n") + lines[at:]), content


def judge_fixes(options, classes, folder):
    cases = [c for c in read_jsonl(options.data / "mistakes/fixes.jsonl")
             if c["usable"]]
    (folder / "case").mkdir()

    def look(number, name, which, text):
        path = f"case/{number}-{which}/{name}"
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text(text)
        lines = text.split("\n")
        return collections.Counter(
            (f["rule"], lines[f["line"] - 1] if f["line"] <= len(lines) else "")
            for f in check(options.sennight, folder, "-j", "1", path))

    def one(numbered):
        number, case = numbered
        name = os.path.basename(case["file"])
        content = (folder / "content" / name).read_text()
        both = versions(case, content)
        if both is None:
            return case, None
        gone = look(number, name, "before", both[0]) - look(
            number, name, "after", both[1])
        return case, {rule for rule, _ in gone}

    good, total, any_good = collections.Counter(), collections.Counter(), 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, gone in pool.map(one, enumerate(cases)):
            wanted = case["rule_that_would_catch"]
            caught = bool(gone)
            any_good += caught
            if not wanted or not wanted.startswith(options.prefix):
                continue
            ids = [wanted, *case["other_rules"]]
            rules = {r for i in ids for r in classes.get(i, (None, []))[1]}
            total[wanted] += 1
            if gone and gone & rules:
                good[wanted] += 1
            elif options.missed:
                print(f"{wanted}\t{case['file']}:{case['line_before']}\t"
                      f"{case['before_snippet'][:140]!r}\t->\t"
                      f"{case['after_snippet'][:140]!r}\tgone: {gone}")
    for name in sorted(total):
        print(f"{name:34} {good[name]:4} of {total[name]:4}")
    share = sum(good.values()) / max(1, sum(total.values()))
    print(f"with a class that catches them: {sum(good.values())} of "
          f"{sum(total.values())}: {100 * share:.1f} %")
    print(f"of all {len(cases)} usable corrections: {any_good}: "
          f"{100 * any_good / len(cases):.1f} %")
    return share


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sennight", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path, nargs="?",
                        default=os.environ.get("SENNIGHT_DATA",
                                               ROOT / "../shared/data"))
    parser.add_argument("--class", dest="prefix", default="")
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--fixes", action="store_true")
    options = parser.parse_args()
    options.data = pathlib.Path(options.data)
    options.sennight = options.sennight.resolve()
    if not (options.data / "mistakes/hits.jsonl").exists():
        print(f"skipped: there is no {options.data}/mistakes/hits.jsonl")
        sys.exit(77)
    classes = read_classes()
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work) / "newsletter"
        newsletter(options.data, options.sennight, folder)
        if options.fixes:
            sys.exit(judge_fixes(options, classes, folder) < 0.85)
        sums = print_table(classes, *judge_hits(options, classes, folder))
    least = {"form": 0.97, "error": 0.85, "warn": 0.85}
    sys.exit(any(good < least[severity] * all_ for severity, (good, all_)
                 in sums.items() if severity in least))


main()
