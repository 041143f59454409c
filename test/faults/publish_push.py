"""publish_push: the commits of publishing in the repository that a team shares.

    publish_push.py SENNIGHT

A bare repository is the remote, and Bo, another editor, has a clone of it and
pushes at bad moments: before, between looking and pushing, before mails, and
before an issue is taken back.  Pushing is killed and goes on; the remote is
gone, refuses, or has a hook.  And taking back gives the draft back as it was,
and its candidates.  Prints TAP; $SEED makes it another run.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

import mailing
import publishing

DRAFT, ISSUE = "draft/2026-01-14-two.md", "content/2026-01-14-two.md"
LINK = "https://board.example.org/2"
MAIL = """mail:
  from: tide@example.org
  way: smtp://127.0.0.1:{port}
"""
PUSH = "publish:\n  push: {}\n"


def script(path, text):
    mailing.write(path, "#!/bin/sh\n" + text)
    os.chmod(path, 0o755)


class Team(publishing.Newsletter):
    """Ada, who publishes, the bare repository, and Bo's clone of it."""

    def __init__(self, program, folder, more="", push="origin main"):
        super().__init__(program, os.path.join(folder, "news"))
        self.bare = os.path.join(folder, "shared.git")
        self.bo = os.path.join(folder, "bo")
        self.log = os.path.join(folder, "took")
        mailing.write(self.log, "")
        self.settle([], PUSH.format(push) + more)
        self.git("branch", "-M", "main")
        self.git("commit", "-qam", "settings")
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main",
                        self.bare], check=True)
        self.git("remote", "add", "origin", self.bare)
        self.git("push", "-q", "-u", "origin", "main")
        subprocess.run(["git", "clone", "-q", self.bare, self.bo], check=True)
        for key, value in (("name", "Bo"), ("email", "bo@example.org")):
            self.as_bo("config", "user." + key, value)

    def as_bo(self, *args):
        return subprocess.run(["git", "-C", self.bo, *args], check=True,
                              capture_output=True, text=True).stdout

    def bo_pushes(self, title="Mend a word"):
        self.as_bo("pull", "-q", "--rebase")
        with open(os.path.join(self.bo, "notes"), "a") as file:
            file.write(title + "\n")
        self.as_bo("add", "-A")
        self.as_bo("commit", "-qm", title)
        self.as_bo("push", "-q")

    def pull(self):
        self.git("pull", "-q", "--rebase", "--autostash")

    def shared(self, *args):
        return subprocess.run(["git", "-C", self.bare, *args], check=True,
                              capture_output=True, text=True).stdout

    def titles(self):
        """What the shared branch has behind the beginning, oldest first."""
        return self.shared("log", "--reverse", "--format=%s",
                           "main").splitlines()[2:]

    def in_step(self):
        return self.shared("rev-parse", "main") == self.git(
            "rev-parse", "HEAD") and not self.git("status", "--porcelain")

    def hook(self, folder, name, text):
        script(os.path.join(folder, "hooks", name), text)

    def readers(self, count):
        self.write("people.csv", "address\n" + "".join(
            f"reader{i}@x.example\n" for i in range(count)))
        self.call("subscribers", "import",
                  os.path.join(self.folder, "people.csv"))
        os.remove(os.path.join(self.folder, "people.csv"))

    def took(self):
        with open(self.log, encoding="ascii") as file:
            return sorted(line.split()[0] for line in file)

    def undo(self, status=(0,), *more):
        return self.call("publish", "undo", "2", "--yes", *more,
                         status=status)


def through(report, folder, program):
    news = Team(program, folder)
    news.write("notes", "mine\n")
    news.git("add", "-A")
    news.git("commit", "-qm", "Note it")
    out = news.publish("2", "-n")
    report.check("a dry run tells of it and pushes nothing",
                 "to origin main" in out and "1 commit is here alone" in out
                 and not news.titles(), out)
    out = news.publish("2", "--yes", "--discussion", LINK)
    report.check("what was committed is pushed, with the link",
                 news.titles() == ["Note it", "Publish Low Tide 2",
                                   "Link the discussion of Low Tide 2"] and
                 news.in_step() and out.index("2 commits to origin main") <
                 out.index("build "), out)
    news.bo_pushes()
    out = news.publish("2", "--yes")
    report.check("again it asks nobody", "push             done before" in out,
                 out)
    out = news.call("status", "2", "--format", "json", status=(0, 1))
    steps = {s["step"]: s["state"] for s in json.loads(out)["steps"]}
    report.check("status tells it", steps.get("push") == "done", out)
    news.pull()
    text = news.read(ISSUE)
    news.write(ISSUE, text.replace("sand-2", "grit-2"))
    news.bo_pushes("Mend more")
    out = news.call("publish", "correct", "2", "--yes", status=(1,))
    report.check("a correction waits for what is there, too",
                 "Mend more" in out and not news.has("corrections.jsonl"),
                 out)
    news.pull()
    out = news.call("publish", "correct", "2", "--yes")
    report.check("and is pushed", news.titles()[-1] == "Correct Low Tide 2"
                 and news.in_step(), out)
    out = news.publish("2", "--only", "push", "--no-push")
    report.check("it can be left out", "--no-push" in out, out)


def moved(report, folder, program):
    news = Team(program, folder)
    news.bo_pushes()
    news.bo_pushes("Mend\x1b[31m another")
    for args in (("2", "--yes"), ("2", "-n"), ("2", "--only", "check")):
        out = news.publish(*args, status=(1,))
        report.check("what is there alone stops it: " + " ".join(args),
                     "2 commits that are not here, the last one by Bo" in out
                     and "\x1b" not in out and "git pull" in out and
                     news.has(DRAFT) and not news.has("public"), out)
    news.pull()
    # Between the look and the push: its hook is called in the midst of it.
    news.hook(os.path.join(news.folder, ".git"), "pre-push",
              f"cd {news.bo} && unset GIT_DIR && git pull -q --rebase &&\n"
              "echo x >more && git add more && git commit -qm Faster &&\n"
              "git push -q\n")
    out = news.publish("2", "--yes", status=(1,))
    os.remove(os.path.join(news.folder, ".git", "hooks", "pre-push"))
    report.check("who is faster at the last moment is told, and readers see "
                 "nothing", 'by Bo: "Faster"' in out and not news.has("public")
                 and news.titles()[-1] == "Faster", out)
    out = news.call("status", "2", status=(0, 1))
    report.check("status tells that", "push" in out and "Faster" in out, out)
    news.pull()
    out = news.publish("2", "--yes")
    report.check("pulled, the same command goes on",
                 news.titles()[-1] == "Publish Low Tide 2" and news.in_step(),
                 out)


def twice(report, folder, program):
    """Bo publishes the same issue in the same moment."""
    news = Team(program, folder)
    news.hook(os.path.join(news.folder, ".git"), "pre-push",
              f"unset GIT_DIR; {news.program} -C {news.bo} publish 2 --yes "
              f">{folder}/said 2>&1\n")
    out = news.publish("2", "--yes", status=(1,))
    os.remove(os.path.join(news.folder, ".git", "hooks", "pre-push"))
    report.check("of two in two clones one is told that the other did it",
                 "published already, by Bo" in out and
                 not news.has("public") and
                 news.titles() == ["Publish Low Tide 2"], out)
    out = news.undo()
    report.check("and takes back nothing that is the other's",
                 news.titles() == ["Publish Low Tide 2"] and news.has(DRAFT)
                 and not news.has(ISSUE), out)


def before_mails(report, folder, program):
    news = Team(program, folder)
    with mailing.sink(news) as port:
        news.settle([], PUSH.format("origin") + MAIL.format(port=port))
        news.git("commit", "-qam", "mail")
        news.readers(3)
        news.publish("2", status=(2,))
        news.bo_pushes()
        out = news.publish("2", "--yes", status=(1,))
        report.check("no mail leaves without what others pushed since",
                     "Mend a word" in out and not news.took(), out)
        news.pull()
        out = news.publish("2", "--yes")
        news.bo_pushes("The next issue")
        out = news.publish("2", "--yes")
        report.check("then each leaves once", len(news.took()) == 3 and
                     "done before" in out, out)


def candidates(news):
    out = news.call("inbox", "list", "--state", "all", "--format", "json")
    return {c["id"]: c for c in map(json.loads, out.splitlines())}


def fill(news):
    news.write("in.jsonl", json.dumps({
        "kind": "link", "section": "news", "fields": {
            "title": "Shells", "url": "https://shells.example.org/"}}) + "\n")
    news.call("inbox", "add", "--from", os.path.join(news.folder, "in.jsonl"))
    os.remove(os.path.join(news.folder, "in.jsonl"))
    news.call("inbox", "accept", "1")
    news.call("draft", "fill", DRAFT)


def taken_back(report, folder, program):
    news = Team(program, folder)
    fill(news)
    draft, inbox = news.read(DRAFT), candidates(news)
    news.publish("2", "--yes")
    between = candidates(news)
    out = news.undo()
    report.check("taken back: by one more commit, never by force",
                 news.titles()[-2:] == ["Publish Low Tide 2",
                                        "Take back Low Tide 2"] and
                 news.in_step(), out)
    report.check("the draft is what it was, byte for byte",
                 news.read(DRAFT) == draft, news.read(DRAFT))
    report.check("its candidates stand in it again, as before",
                 between != candidates(news) == inbox, (inbox, between))
    out = news.publish("2", "--yes")
    report.check("it can be published again", "1 candidates are published" in
                 out and news.in_step(), out)
    news.bo_pushes()
    out = news.undo((2,))
    report.check("if others pushed: readers first, and what is left is told",
                 "draft again here and on the site" in out and
                 news.has(DRAFT) and "Mend a word" in out, out)
    news.pull()
    out = news.undo()
    report.check("pulled, the same command goes on",
                 news.titles()[-1] == "Take back Low Tide 2" and
                 news.in_step() and candidates(news) == inbox, out)
    # Never pushed, though it was tried.
    news.hook(news.bare, "pre-receive", "echo No pushing on Fridays.\nexit 1")
    out = news.publish("2", "--yes", status=(1,))
    news.undo()
    report.check("what was never there needs no push to be taken back",
                 "No pushing on Fridays." in out and news.has(DRAFT), out)


def other_day(report, folder, program):
    """--date writes into the draft, and gives it another name."""
    news = Team(program, folder, "discussion:\n  links: [board.example.org/**]\n")
    day = ("--date", "2026-01-15", "--yes")
    fill(news)
    draft, inbox = news.read(DRAFT), candidates(news)
    news.publish("2", *day, "--discussion", LINK)
    news.undo()
    report.check("another day and the link are taken out again",
                 news.read(DRAFT) == draft and candidates(news) == inbox and
                 news.in_step(), news.read(DRAFT))
    chance = random.Random(int(os.environ.get("SEED", "1")))
    wrong = []
    for number in range(3):
        news.publish("2", *day)
        news.cut(chance.random() * 0.3, "publish", "undo", "2", "--yes")
        news.unlock(news.bare)
        out = news.undo((0, 2))
        if news.read(DRAFT) != draft or candidates(news) != inbox or \
                not news.in_step():
            wrong.append(f"{number}: {out} {news.read(DRAFT)} "
                         f"{candidates(news)} {news.git('status')}")
    report.check("also when that is killed and goes on", not wrong, wrong)
    news.publish("2", *day)
    issue = "content/2026-01-15-two.md"
    news.write(issue, news.read(issue).replace("Sand 2", "Grit 2"))
    out = news.undo()
    report.check("what an editor wrote since stays, and is told",
                 "Grit 2" in news.read(DRAFT) and "was edited since" in out,
                 out)


def killed(report, folder, program):
    chance = random.Random(int(os.environ.get("SEED", "1")))
    wrong = []
    for number in range(2):
        place = os.path.join(folder, str(number))
        os.mkdir(place)
        news = Team(program, place)
        news.hook(news.bare, "pre-receive", "sleep 0.1")
        news.hook(news.bare, "post-receive", "sleep 0.1")
        for _ in range(3):
            news.cut(0.05 + chance.random() * 0.4, "publish", "2", "--yes",
                     "--discussion", LINK)
            news.unlock(news.bare)
        out = news.publish("2", "--yes", "--discussion", LINK)
        if news.titles() != ["Publish Low Tide 2",
                             "Link the discussion of Low Tide 2"] or \
                not news.in_step():
            wrong.append(f"{number}: {news.titles()} {out}")
        shutil.rmtree(place)
    report.check("killed while it pushes: each commit is there once",
                 not wrong, wrong)


def refused(report, folder, program):
    news = Team(program, folder, push="origin")

    def says(name, words, status=2, **settings):
        news.write("sennight.yaml", publishing.SETTINGS +
                   PUSH.format(settings.get("push", "origin")))
        out = news.publish("2", "--yes", status=(status,))
        report.check(name, all(word in out for word in words) and
                     news.has(DRAFT) and len(out.splitlines()) < 4, out)

    says("a remote that is not there is told", ["no remote of that name",
                                                "git remote -v"], push="far")
    says("so is a branch", ["origin has no branch spring",
                            "git push origin HEAD:spring"],
         push="origin spring")
    says("and a setting that is none", ["expected a remote"],
         push="origin a b")
    says("or an option", ["expected a remote"], push="--exec=x")
    ssh = os.path.join(folder, "ssh")
    script(ssh, 'case "$*" in *BatchMode=yes*) ;; *) sleep 100 ;; esac\n'
           'echo "git@example.org: Permission denied (publickey)." >&2\n'
           "exit 255")
    news.git("config", "core.sshCommand", ssh)
    news.git("remote", "set-url", "origin", "git@example.org:news.git")
    says("a key that is refused is told, and nobody is asked",
         ["does not let you in", "publickey", "ssh-add"])
    port = publishing.free_port()
    news.git("remote", "set-url", "origin", f"git://127.0.0.1:{port}/news")
    says("so is a machine that does not answer", ["cannot be reached"])
    news.git("remote", "set-url", "origin", os.path.join(folder, "no.git"))
    says("and one without the repository", ["is no repository"])
    out = news.publish("2", "-n", "--no-push")
    report.check("it goes without, if that is said", "--no-push" in out, out)
    news.git("remote", "set-url", "origin", news.bare)
    news.git("checkout", "-q", "--detach")
    says("without a branch there is nothing to push", ["no branch is checked"])
    news.git("checkout", "-q", "main")
    news.hook(os.path.join(news.folder, ".git"), "pre-push",
              "echo Not before noon. >&2\nexit 1")
    out = news.publish("2", "--yes", status=(1,))
    report.check("a hook here is told", "pre-push" in out and
                 "Not before noon." in out and not news.has("public"), out)
    os.remove(os.path.join(news.folder, ".git", "hooks", "pre-push"))
    news.hook(news.bare, "update", "echo The branch is frozen.\nexit 1")
    out = news.publish("2", "--yes", status=(1,))
    report.check("a hook there, too", "hook declined" in out and
                 "The branch is frozen." in out and not news.has("public"),
                 out)
    os.remove(os.path.join(news.bare, "hooks", "update"))
    out = news.publish("2", "--yes")
    report.check("and the same command goes on", news.in_step() and
                 news.titles() == ["Publish Low Tide 2"], out)


def main():
    report = mailing.Report()
    for part in (through, moved, twice, before_mails, taken_back, other_day, killed,
                 refused):
        with tempfile.TemporaryDirectory() as folder:
            part(report, folder, sys.argv[1])
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
