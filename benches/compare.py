#!/usr/bin/env python3
"""Times factcheck beside vim and less on a pseudo-terminal, in turn: A B A B.

    compare.py --ptybench PTYBENCH.py --data DIR [--binary target/release/factcheck] [-n 5] [--only P1,P5]

PTYBENCH.py is the driver that times one program a call (also taken from the environment, PTYBENCH). DIR holds
corpus_5, corpus_10000, big_100mb.txt and line_5mb.txt, as the generator beside the driver writes them. Each
round runs every program once; the table has the median of the rounds, and in brackets the least and the most.
Latencies include the driver's floor: 4.7 ms to spawn, 0.16 ms a key. The program's own sessions go to a
temporary folder. Needs vim, less, rg and grep.
"""
import argparse
import glob
import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

DOWN = "{DOWN}"
WIDE, PLAIN = "200x50", "120x40"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ptybench", default=os.environ.get("PTYBENCH"))
    parser.add_argument("--data", required=True)
    parser.add_argument("--binary", default="target/release/factcheck")
    parser.add_argument("-n", type=int, default=5, help="rounds")
    parser.add_argument("--only", default="", help="ids, as P1,P5")
    parser.add_argument("--json", help="write all samples to this file")
    chosen = parser.parse_args()
    if not chosen.ptybench:
        parser.error("give --ptybench FILE or set PTYBENCH")
    chosen.binary = os.path.abspath(chosen.binary)
    return chosen


class Bench:
    """Runs programs through the driver and keeps every sample."""

    def __init__(self, chosen):
        self.chosen = chosen
        self.data = os.path.abspath(chosen.data)
        self.folder = tempfile.mkdtemp(prefix="factcheck-compare-")
        self.samples = {}
        self.runs = 0

    def path(self, name):
        return os.path.join(self.data, name)

    def factcheck(self, *paths, session=None):
        """A command with a session of its own, so that no run sees another's."""
        self.runs += 1
        session = session or os.path.join(self.folder, f"{self.runs}.json")
        return [self.chosen.binary, "open", "--session", session, *paths]

    def once(self, scenario, program, size, steps, command):
        with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".out") as out:
            driver = [sys.executable, self.chosen.ptybench, "-n", "1", "--warmup", "0", "--size", size]
            ran = subprocess.run(
                [*driver, "--json", out.name, "limit|6", *steps, "--", *command],
                capture_output=True, text=True, check=False, timeout=120,
            )
            text = out.read().decode()
        if "timeout" in ran.stdout or not text:
            print(f"{scenario} {program}: {ran.stdout}", file=sys.stderr)
        if not text:
            print(f"{scenario} {program}: {ran.stderr.strip()[-300:]}", file=sys.stderr)
            return
        for name, figure in json.loads(text)["stats"].items():
            value = figure.get("p50", math.nan)
            self.samples.setdefault((scenario, name), {}).setdefault(program, []).append(value)
            if figure.get("n", 1) > 1:
                key = (scenario, name + ".p95")
                self.samples.setdefault(key, {}).setdefault(program, []).append(figure.get("p95", math.nan))

    def turns(self, scenario, size, programs):
        """Runs every program once a round; programs is {name: (steps, function that makes the command)}."""
        ids = [part for part in self.chosen.only.split(",") if part]
        if ids and not any(part in scenario.split() for part in ids):
            return
        print(scenario, file=sys.stderr)
        for _ in range(self.chosen.n):
            for name, (steps, command) in programs.items():
                self.once(scenario, name, size, steps, command())

    def process(self, scenario, name, command):
        """Times whole processes that need no terminal."""
        ids = [part for part in self.chosen.only.split(",") if part]
        if ids and not any(part in scenario.split() for part in ids):
            return
        for _ in range(self.chosen.n):
            began = time.monotonic()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            taken = (time.monotonic() - began) * 1e3
            self.samples.setdefault((scenario, "process_ms"), {}).setdefault(name, []).append(taken)

    def table(self):
        width = max((len(name) for _, name in self.samples), default=0)
        last = None
        for (scenario, name), programs in self.samples.items():
            if scenario != last:
                print(f"\n## {scenario}")
                last = scenario
            cells = []
            own = None
            for program, values in programs.items():
                good = [value for value in values if value == value]
                if not good:
                    cells.append(f"{program} timeout")
                    continue
                middle = statistics.median(good)
                own = middle if program == "factcheck" else own
                ratio = f" x{own / middle:.2f}" if own is not None and program != "factcheck" and middle > 0 else ""
                cells.append(f"{program} {middle:.2f} [{min(good):.2f}-{max(good):.2f}]{ratio}")
            print(f"  {name:{width}}  " + "   ".join(cells))


VIM = ["vim", "--clean", "-n", "-c", "set wrap linebreak shortmess+=F"]


def first_frames(bench):
    """P1, P2, P3: spawn to the text on the screen."""
    five = sorted(glob.glob(bench.path("corpus_5/*.txt")))
    one = five[4:5]
    all_ = sorted(glob.glob(bench.path("corpus_10000/*.txt")))
    ready, rss = "ready|vaccine campaign|drought", "rss|mem"
    bench.turns("P1 P13 first frame: one, 10,000", PLAIN, {
        "factcheck": ([ready, "settle|300", rss], lambda: bench.factcheck(bench.path("corpus_10000"))),
        "vim one": ([ready, "settle|300", rss], lambda: [*VIM, *one]),
        "less one": ([ready, "settle|300", rss], lambda: ["less", *one]),
    })
    bench.turns("P1 P13 vim and less with 10,000 names", PLAIN, {
        "factcheck": ([ready, "settle|300", rss], lambda: bench.factcheck(bench.path("corpus_10000"))),
        "vim": ([ready, "settle|300", rss], lambda: [*VIM, *all_]),
        "less": ([ready, "settle|300", rss], lambda: ["less", *all_]),
    })
    bench.turns("P2 five side by side", WIDE, {
        "factcheck": (["ready|The drought", "settle|300", rss], lambda: bench.factcheck(bench.path("corpus_5"))),
        "vim": (["ready|The drought", "settle|300", rss], lambda: [*VIM, "-O", *five]),
    })
    for name, file in (("100 MB", "big_100mb.txt"), ("5 MB line", "line_5mb.txt")):
        ready = "ready|Estimate during sanctions|First short line"
        bench.turns(f"P3 P13 first frame: {name}", PLAIN, {
            "factcheck": ([ready, "settle|2500", rss], lambda file=file: bench.factcheck(bench.path(file))),
            "less": ([ready, "settle|300", rss], lambda file=file: ["less", bench.path(file)]),
            "vim": ([ready, "settle|300", rss], lambda file=file: [*VIM, bench.path(file)]),
        })


def paged(times, down, up):
    """Down and up again so often: every key moves the text, since the driver waits for output after each."""
    name = "half" if down == "{^D}" else "page"
    return [step for _ in range(times) for step in (f"each|1|{name}|{down}", f"each|1|{name}|{up}")]


def keys(bench):
    """P4, P7, P8, P9, P10: keys on five articles."""
    five = sorted(glob.glob(bench.path("corpus_5/*.txt")))
    own = ["ready|The drought", "settle|300", *paged(10, "{^D}", "{^U}"), *paged(10, "{PGDN}", "{PGUP}"),
           "each|40|cursor|{RIGHT}", "resize|150x40|shrink", "resize|200x50|grow", "settle|200",
           "burst|1000|queued|" + DOWN, "idle|3|idle"]
    bind = "windo set scrollbind scrollopt=ver"
    vim = [*VIM, "-O", "-c", bind, *five]
    theirs = ["ready|The drought", "settle|300", *paged(10, "{^D}", "{^U}"), *paged(10, "{^F}", "{^B}"),
              "each|20|row|{^E}", "each|40|cursor|l", "resize|150x40|shrink", "resize|200x50|grow", "settle|200",
              "burst|1000|queued|" + DOWN, "idle|3|idle"]
    bench.turns("P4 P7 P8 P9 P10 five side by side", WIDE, {
        "factcheck": (own, lambda: bench.factcheck(bench.path("corpus_5"))),
        "vim": (theirs, lambda: vim),
    })


STEPS = ["each|15|down|" + DOWN, *paged(10, "{PGDN}", "{PGUP}"), *paged(10, "{^D}", "{^U}"),
         "each|20|right|{RIGHT}", "each|10|word|w", "each|10|select|v{RIGHT}\\x1b"]


def flatness(bench):
    """P5, P6, P11: the same keys on five articles, one of 100 MB, a line of 5 MB, 10,000 articles."""
    start = ["settle|2500"]
    end = ["key|end|G", "each|10|up at end|{UP}", "resize|80x30|shrink", "resize|120x40|grow"]
    bench.turns("P5 P6 keys by size", PLAIN, {
        "factcheck": (["ready|drought|vaccine", *start, *STEPS, *end, "each|3|tag|1u"],
                      lambda: bench.factcheck(bench.path("corpus_5"))),
        "10,000": (["ready|drought|vaccine", *start, *STEPS, *end, "each|3|tag|1u"],
                   lambda: bench.factcheck(bench.path("corpus_10000"))),
        "100 MB": (["ready|Estimate", *start, *STEPS, *end, "each|3|tag|1u"],
                   lambda: bench.factcheck(bench.path("big_100mb.txt"))),
        "5 MB line": (["ready|First short", *start, *STEPS, *end, "each|3|tag|1u"],
                      lambda: bench.factcheck(bench.path("line_5mb.txt"))),
    })
    theirs = ["settle|300", "each|15|down|" + DOWN, *paged(10, "{PGDN}", "{PGUP}"), "key|end|G", "resize|80x30|shrink",
              "resize|120x40|grow"]
    own = ["settle|2500", "each|15|down|" + DOWN, *paged(10, "{PGDN}", "{PGUP}"), "key|end|G", "resize|80x30|shrink",
           "resize|120x40|grow"]
    for name, file in (("100 MB", "big_100mb.txt"), ("5 MB line", "line_5mb.txt")):
        bench.turns(f"P6 P8 P11 keys beside peers: {name}", PLAIN, {
            "factcheck": (["ready|Estimate|First short", *own], lambda file=file: bench.factcheck(bench.path(file))),
            "less": (["ready|Estimate|First short", *theirs], lambda file=file: ["less", bench.path(file)]),
            "vim": (["ready|Estimate|First short", *theirs], lambda file=file: [*VIM, bench.path(file)]),
        })
    bench.turns("P5 keys while 100 MB is being read", PLAIN, {
        "factcheck": (["ready|Estimate", *STEPS], lambda: bench.factcheck(bench.path("big_100mb.txt"))),
    })


def keys_beside_peers(bench):
    """Key to paint on 5 and on 10,000 articles: a row, a page, a cursor step, each program by its own keys."""
    five = sorted(glob.glob(bench.path("corpus_5/*.txt")))
    all_ = sorted(glob.glob(bench.path("corpus_10000/*.txt")))
    ready = "ready|drought|vaccine"
    own = [ready, "settle|2500", "each|15|down|" + DOWN, *paged(10, "{PGDN}", "{PGUP}"), "each|20|right|{RIGHT}"]
    vim = [ready, "settle|500", "each|15|down|{^E}", *paged(10, "{^F}", "{^B}"), "each|20|right|l"]
    less = [ready, "settle|500", "each|15|down|" + DOWN, *paged(10, "{PGDN}", "{PGUP}")]
    for label, folder, names in (("5", "corpus_5", five), ("10,000", "corpus_10000", all_)):
        bench.turns(f"P4 P5 key to paint: {label} articles", PLAIN, {
            "factcheck": (own, lambda folder=folder: bench.factcheck(bench.path(folder))),
            "vim": (vim, lambda names=names: [*VIM, *names]),
            "less": (less, lambda names=names: ["less", *names]),
        })


def search(bench):
    """P11, P12: to the last match of 100 MB; to all matches of 10,000 articles."""
    found = "ZZLASTMARKER the final"
    bench.turns("P11 search to the last match of 100 MB", PLAIN, {
        "factcheck": (["ready|Estimate", "settle|2500", f"key|find|/zzlastmarker|{found}"],
                      lambda: bench.factcheck(bench.path("big_100mb.txt"))),
        "vim": (["ready|Estimate", "settle|300", f"key|find|/ZZLASTMARKER\\r|{found}"],
                lambda: [*VIM, bench.path("big_100mb.txt")]),
        "less": (["ready|Estimate", "settle|300", f"key|find|/ZZLASTMARKER\\r|{found}"],
                 lambda: ["less", bench.path("big_100mb.txt")]),
    })
    bench.process("P11 search to the last match of 100 MB", "grep -c",
                  ["grep", "-c", "ZZLASTMARKER", bench.path("big_100mb.txt")])
    folder = bench.path("corpus_10000")
    bench.turns("P12 search over 10,000: first hit, all hits", PLAIN, {
        "factcheck": (["ready|vaccine", "settle|300", "key|typed|/soldier|[0-9] in [0-9]",
                       "settle|1500", "key|all|s|in [0-9]{4}(?! …)(?!\\d)", "rss|mem"], lambda: bench.factcheck(folder)),
    })
    bench.process("P12 search over 10,000: first hit, all hits", "rg -j1 -c", ["rg", "-j1", "-c", "soldiers", folder])


def many_claims(bench):
    """P5, P18, P19: a session of 100,000 claims; a tag made durable."""
    if not selected(bench, "P18 P19"):
        return
    session = os.path.join(bench.folder, "many.json")
    folder = os.path.join(bench.folder, "hundred")
    write_session(bench, session, folder, 100_000)
    small = os.path.join(bench.folder, "few.json")
    write_session(bench, small, folder, 100)
    ready = "ready|vaccine campaign"
    steps = [ready, "settle|3000", *STEPS, "each|10|next claim|c", "key|claims list|gc", "key|list end|G", "key|list back|\\x1b",
             "key|tag|1|saved \\d", "each|10|tag again|1", "each|5|undo|u", "key|save|{^S}|saved in", "rss|mem"]
    def copy(of):
        bench.runs += 1
        name = os.path.join(bench.folder, f"copy{bench.runs}.json")
        shutil.copy(of, name)
        return name
    bench.turns("P5 P18 P19 100,000 claims beside 100", PLAIN, {
        "factcheck": (steps, lambda: bench.factcheck(folder, session=copy(small))),
        "100,000": (steps, lambda: bench.factcheck(folder, session=copy(session))),
    })


def selected(bench, ids):
    wanted = [part for part in bench.chosen.only.split(",") if part]
    return not wanted or any(part in ids.split() for part in wanted)


def write_session(bench, path, folder, n):
    """Writes a session of n claims, spread over the articles of corpus_100."""
    import hashlib

    if not os.path.isdir(folder):
        shutil.copytree(bench.path("corpus_100"), folder)
    dice = random.Random(1)
    texts = []
    for file in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        with open(file, "rb") as handle:
            raw = handle.read()
        texts.append((file, raw, raw.decode()))
    at = "2026-01-01T00:00:00Z"
    articles, claims = {}, {}
    for file, raw, text in texts:
        stem = os.path.splitext(os.path.basename(file))[0]
        digest = hashlib.sha256(raw).hexdigest()
        articles[stem] = {
            "path": os.path.relpath(file, os.path.dirname(path)), "bytes": len(raw), "sha256": digest,
            "text_sha256": digest, "encoding": "utf-8", "media_type": "text/plain", "short": stem,
        }
    for number in range(1, n + 1):
        file, _, text = texts[number % len(texts)]
        stem = os.path.splitext(os.path.basename(file))[0]
        start = dice.randrange(0, len(text) - 40)
        end = start + dice.randrange(3, 30)
        while text[start].isspace():
            start += 1
        while text[end - 1].isspace() and end - 1 > start:
            end -= 1
        claims[f"c{dice.getrandbits(48):012x}"] = {
            "number": number, "article": stem,
            "target": [{"start": start, "end": end, "exact": text[start:end], "prefix": text[max(0, start - 32):start],
                        "suffix": text[end:end + 32], "occurrence": 1}],
            "tags": ["killed"], "by": "analyst", "at": at, "modified": at,
        }
    with open(template(bench), encoding="utf-8") as handle:
        session = json.load(handle)
    session["articles"] = articles
    session["claims"] = dict(sorted(claims.items()))
    with open(path, "w", encoding="utf-8") as out:
        json.dump(session, out, ensure_ascii=False, indent=1)
        out.write("\n")


def template(bench):
    """A session with no claims left, as the program itself writes one."""
    name = os.path.join(bench.folder, "template.json")
    if not os.path.exists(name):
        command = [bench.chosen.binary, "replay", "--keys", "1x", "--save", name]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return name


def main():
    bench = Bench(arguments())
    try:
        for part in (first_frames, keys, flatness, keys_beside_peers, search, many_claims):
            part(bench)
        bench.table()
        if bench.chosen.json:
            rows = [{"scenario": s, "figure": f, "samples": p} for (s, f), p in bench.samples.items()]
            with open(bench.chosen.json, "w", encoding="utf-8") as out:
                json.dump(rows, out, indent=1)
    finally:
        shutil.rmtree(bench.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
