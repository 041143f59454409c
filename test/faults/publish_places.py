"""publish_places: a site put into folders, over ssh, into branches and stores.

    publish_places.py SENNIGHT FOLDER

With a real sshd, rsync and git, and a store that checks signatures (s3.py).
What is not installed is left out, and said.  Prints TAP.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile

import mailing
import publishing

HERE = os.path.dirname(os.path.abspath(__file__))


def tree(folder):
    """Path and content of every file, but those that are ours alone."""
    found = {}
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            key = os.path.relpath(path, folder)
            if name.startswith(".sennight") or name == ".nojekyll":
                continue
            with open(path, "rb") as file:
                found[key] = file.read()
    return found


def branch(repository, name, folder):
    """The files of a branch."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", "-b", name, repository, folder],
                   check=True, capture_output=True)
    shutil.rmtree(os.path.join(folder, ".git"))
    return tree(folder)


def commits(repository, name):
    return subprocess.run(
        ["git", "-C", repository, "log", "--format=%s", name],
        check=True, capture_output=True, text=True).stdout.splitlines()


def change(news, text):
    path = os.path.join(news.folder, "content", "2026-01-07-one.md")
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"\n* [{text}](https://{text}.example.org/)\n")


def folders(report, news):
    web = os.path.join(news.folder, "..", "web")
    news.settle([{"name": "web", "kind": "folder", "to": web}])
    news.publish("1", "--only", "deploy")
    report.check("a folder that was not there is a link to a release",
                 os.path.islink(web) and tree(web) == tree(news.site))
    first = os.readlink(web)
    change(news, "sand")
    out = news.publish("1", "--only", "deploy")
    report.check("the next one is another release, and the last stays",
                 os.readlink(web) != first and "sent" in out and
                 os.path.isdir(os.path.join(os.path.dirname(web), first)) and
                 tree(web) == tree(news.site), out)
    out = news.publish("1", "--only", "deploy")
    report.check("a second run does nothing", "done before" in out, out)
    news.forget()
    now = os.readlink(web)
    out = news.publish("1", "--only", "deploy")
    report.check("nor does one that knows of no first", "has it already" in
                 out and os.readlink(web) == now, out)


def folder_of_others(report, news):
    old = os.path.join(news.folder, "..", "old")
    os.makedirs(old)
    mailing.write(os.path.join(old, "mine.txt"), "mine")
    news.settle([{"name": "old", "kind": "folder", "to": old}])
    out = news.publish("1", "--only", "deploy", status=(2,))
    report.check("a folder with files of others is refused",
                 "mine.txt" in out and "--take-over" in out and
                 tree(old) == {"mine.txt": b"mine"}, out)
    news.publish("1", "--only", "deploy", "--take-over")
    report.check("and taken over if somebody says so",
                 tree(old) == tree(news.site))
    mailing.write(os.path.join(old, "theirs.txt"), "theirs")
    change(news, "weed")
    news.publish("1", "--only", "deploy")
    left = tree(old)
    report.check("what others put there later stays",
                 left.pop("theirs.txt", None) == b"theirs" and
                 left == tree(news.site))


def branches(report, news):
    bare = os.path.join(news.folder, "..", "pages.git")
    check = os.path.join(news.folder, "..", "check")
    subprocess.run(["git", "init", "-q", "--bare", bare], check=True)
    place = {"name": "pages", "kind": "git", "to": bare, "branch": "site"}
    news.settle([place])
    news.publish("1", "--only", "deploy")
    report.check("a branch has the site", branch(bare, "site", check) ==
                 tree(news.site))
    change(news, "mole")
    news.publish("1", "--only", "deploy")
    report.check("without history it stays one commit",
                 len(commits(bare, "site")) == 1 and
                 branch(bare, "site", check) == tree(news.site))
    news.settle([{**place, "history": True}])
    change(news, "gull")
    news.publish("1", "--only", "deploy")
    report.check("with it there are two", len(commits(bare, "site")) == 2 and
                 branch(bare, "site", check) == tree(news.site))
    news.forget()
    news.publish("1", "--only", "deploy")
    report.check("nothing is committed if nothing changed",
                 len(commits(bare, "site")) == 2)
    moved_on(report, news, bare, check)


def moved_on(report, news, bare, check):
    shutil.rmtree(check, ignore_errors=True)
    git = ["git", "-C", check, "-c", "user.name=x", "-c", "user.email=x@x"]
    subprocess.run(["git", "clone", "-q", "-b", "site", bare, check],
                   check=True, capture_output=True)
    mailing.write(os.path.join(check, "CNAME"), "tide.example.org\n")
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "by hand"], check=True)
    subprocess.run([*git, "push", "-q"], check=True, capture_output=True)
    change(news, "kelp")
    out = news.publish("1", "--only", "deploy", status=(2,))
    report.check("a branch that moved on by another's hand is refused",
                 "did not make" in out and "--take-over" in out and
                 commits(bare, "site")[0] == "by hand", out)
    news.publish("1", "--only", "deploy", "--take-over")
    report.check("and replaced if somebody says so",
                 branch(bare, "site", check) == tree(news.site))
    news.settle([{"name": "pages", "kind": "git", "to": bare + ".gone"}])
    out = news.publish("1", "--only", "deploy", status=(2,))
    report.check("a repository that is not there is told", "ls-remote" in out,
                 out)


@contextlib.contextmanager
def ssh_server(folder):
    """A real sshd with a key of its own; options of ssh that get in."""
    for name in ("host", "user", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
                        os.path.join(folder, name)], check=True)
    shutil.copy(os.path.join(folder, "user.pub"),
                os.path.join(folder, "authorized"))
    port = publishing.free_port()
    mailing.write(os.path.join(folder, "sshd"), f"""Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/authorized
PidFile {folder}/pid
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
""")
    if os.getuid() == 0:
        os.makedirs("/run/sshd", exist_ok=True)
    process = subprocess.Popen(
        [shutil.which("sshd"), "-D", "-e", "-f",
         os.path.join(folder, "sshd")], stderr=subprocess.DEVNULL)
    publishing.wait_for_port(port)
    try:
        yield lambda key: (
            f"-p {port} -i {folder}/{key} -o IdentitiesOnly=yes -o "
            f"UserKnownHostsFile={folder}/known -o "
            "StrictHostKeyChecking=accept-new")
    finally:
        process.terminate()
        process.wait()


def over_ssh(report, news, folder):
    to = os.path.join(folder, "remote")
    with ssh_server(folder) as ssh:
        place = {"name": "far", "kind": "rsync", "to": f"127.0.0.1:{to}",
                 "ssh": ssh("user")}
        news.settle([place])
        out = news.publish("1", "--only", "deploy")
        report.check("a machine has the site", tree(to) == tree(news.site),
                     out)
        change(news, "crab")
        mailing.write(os.path.join(news.folder, "static", "note.txt"), "x")
        out = news.publish("1", "--only", "deploy")
        report.check("what changed is sent", tree(to) == tree(news.site) and
                     "sent to" in out, out)
        os.remove(os.path.join(news.folder, "static", "note.txt"))
        out = news.publish("1", "--only", "deploy")
        report.check("what is gone goes", tree(to) == tree(news.site) and
                     "0 removed" not in out, out)
        news.settle([{**place, "ssh": ssh("stranger")}])
        change(news, "shrimp")
        out = news.publish("1", "--only", "deploy", status=(2,))
        # Which of the two rsync tells depends on who is faster.
        told = "let nobody in" in out or "does ssh get in" in out
        report.check("a key that is refused is told",
                     told and "shrimp" not in str(tree(to)), out)
        other = os.path.join(folder, "others")
        os.makedirs(other)
        mailing.write(os.path.join(other, "mine.txt"), "mine")
        news.settle([{**place, "to": f"127.0.0.1:{other}"}])
        out = news.publish("1", "--only", "deploy", status=(2,))
        report.check("files of others on that machine are left",
                     "--take-over" in out and
                     tree(other) == {"mine.txt": b"mine"}, out)
        bare = os.path.join(folder, "far.git")
        subprocess.run(["git", "init", "-q", "--bare", bare], check=True)
        news.settle([{"name": "hub", "kind": "git", "ssh": ssh("user"),
                      "to": f"ssh://127.0.0.1{bare}", "branch": "site"}])
        news.publish("1", "--only", "deploy")
        report.check("a branch is pushed over ssh",
                     branch(bare, "site", os.path.join(folder, "look")) ==
                     tree(news.site))


@contextlib.contextmanager
def store(folder, *faults):
    with subprocess.Popen(
            ["/usr/bin/python3", os.path.join(HERE, "s3.py"), folder,
             *faults], stdout=subprocess.PIPE) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def stores(report, news, folder):
    there = os.path.join(folder, "bucket")
    mailing.write(os.path.join(news.folder, "static", "a b+c ü.txt"), "odd")
    with store(there) as port:
        news.place("s3", port)
        out = news.publish("1", "--only", "deploy", WEB_KEY="ID:wrong",
                           status=(2,))
        report.check("a wrong key is told", "SignatureDoesNotMatch" in out,
                     out)
        out = news.publish("1", "--only", "deploy", status=(2,))
        report.check("a missing one, too", "SENNIGHT_WEB_KEY" in out, out)
        out = news.publish("1", "--only", "deploy", WEB_KEY="ID:SECRET")
        site = os.path.join(there, "tide")
        report.check("a store has the site, and its signatures are right",
                     tree(site) == tree(news.site), out)
        change(news, "clam")
        os.remove(os.path.join(news.folder, "static", "a b+c ü.txt"))
        out = news.publish("1", "--only", "deploy", WEB_KEY="ID:SECRET")
        report.check("only what changed is sent, and what is gone goes",
                     tree(site) == tree(news.site) and "0 removed" not in out and
                     not out.split(" of ")[0].endswith(
                         str(len(tree(site)))), out)
        os.makedirs(os.path.join(there, "other"))
        mailing.write(os.path.join(there, "other", "x"), "x")
        news.place("s3", port, prefix="other")
        out = news.publish("1", "--only", "deploy", WEB_KEY="ID:SECRET",
                           status=(2,))
        report.check("files of others in a store are left", "--take-over" in
                     out and tree(os.path.join(there, "other")) ==
                     {"x": b"x"}, out)
    faults_of_stores(report, news, folder)


@contextlib.contextmanager
def others_store(folder):
    """s3rver, which nobody here wrote; it has one account."""
    code = ("const S = require('s3rver'); new S({port: 0, address: "
            "'127.0.0.1', silent: true, directory: process.argv[1], "
            "configureBuckets: [{name: 'news', configs: []}]}).run("
            "(e, a) => console.log(a.port));")
    services = os.path.join(HERE, "..", "services")
    with subprocess.Popen(["node", "-e", code, folder], cwd=services,
                          stdout=subprocess.PIPE) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def stores_of_others(report, news, folder):
    there = os.path.join(folder, "others-store")
    os.makedirs(there)
    with others_store(there) as port:
        news.place("s3", port)
        key = "S3RVER:S3RVER"
        out = news.publish("1", "--only", "deploy", WEB_KEY=key)
        report.check("another one's store takes the site", "files sent" in
                     out, out)
        change(news, "oyster")
        out = news.publish("1", "--only", "deploy", WEB_KEY=key)
        names = set(tree(news.site))
        kept = {path.replace("._S3rver_object", "") for path in
                tree(os.path.join(there, "news", "tide"))
                if path.endswith("._S3rver_object")}
        report.check("and has no more and no less after a change",
                     kept == names, kept ^ names)


def faults_of_stores(report, news, folder):
    for fault, fine in (("PUT:503:2", True), ("PUT:drop:2", True),
                        ("GET:500:1", True), ("PUT:503:900", False)):
        there = os.path.join(folder, fault.replace(":", "-"))
        with store(there, fault) as port:
            news.place("s3", port)
            out = news.publish("1", "--only", "deploy", WEB_KEY="ID:SECRET",
                               status=(0,) if fine else (2,))
            same = tree(os.path.join(there, "tide")) == tree(news.site)
            report.check(f"{fault}: " + (
                "it is tried again" if fine else "it is given up, and told"),
                same if fine else "503" in out, out)
        with store(there) as port:
            news.place("s3", port)
            news.publish("1", "--only", "deploy", WEB_KEY="ID:SECRET")
            report.check(f"after {fault} the next run completes it",
                         tree(os.path.join(there, "tide")) ==
                         tree(news.site))


def main():
    report = mailing.Report()
    with tempfile.TemporaryDirectory() as folder:
        news = publishing.Newsletter(sys.argv[1],
                                     os.path.join(folder, "news"))
        folders(report, news)
        folder_of_others(report, news)
        branches(report, news)
        if shutil.which("sshd") and shutil.which("rsync"):
            over_ssh(report, news, folder)
        else:
            print("# left out: rsync or sshd is not installed")
        if subprocess.run(["/usr/bin/python3", "-c", "import botocore"],
                          capture_output=True, check=False).returncode == 0:
            stores(report, news, folder)
        else:
            print("# left out: botocore is not installed")
        if os.path.isdir(os.path.join(HERE, "..", "services",
                                      "node_modules", "s3rver")):
            stores_of_others(report, news, folder)
        else:
            print("# left out: s3rver is not installed")
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
