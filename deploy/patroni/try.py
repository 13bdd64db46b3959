#!/usr/bin/env python3
"""Three machines with Patroni and etcd, nodes of Accord beside them, and one fault after another under load.

    deploy/patroni/try.py PATH/TO/accord [--rounds N] [--faults machine,etcd,pause,partition,renewing] [--plant asynchronous] [--seed N]

Everything runs at addresses of the loopback network and in a temporary folder, from the files of this folder as they
stand. Each round is one fault, in turn:

    machine   the machine of the primary ends at once, with its etcd, and comes back later
    etcd      the leader of etcd ends at once: the primary stays
    pause     the primary and its Patroni stop for longer than the lease, and go on as if nothing had been
    renewing  as pause, in the moment in which Patroni renews its lease: what it sent arrives when the lease is another's
    partition the primary's Patroni no longer reaches etcd, and the others do; it does again later

What is held after each: every change of which a writer was told "recorded" is there, once; the record verifies; nothing that
any server ever acknowledged by itself is missing (`probe`), and writing went from one server to the next and never back
and forth. Exit status: 0 when all of it held, 1 when not, 2 when it could not be tried.

`--plant asynchronous` lets Patroni promote a standby for which nobody waits: the round must fail with what was lost.
"""
import argparse
import contextlib
import itertools
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/nodes"))

import machines  # noqa: E402
import node  # noqa: E402
import writers  # noqa: E402

servers = machines.servers
FAULTS = ("machine", "etcd", "pause", "partition", "renewing")
LONGEST = 120  # seconds without writing, after which a round has failed


class Probes:
    """Writes to each server by itself, and keeps who acknowledged what when: two that do at once are two primaries."""

    def __init__(self, cluster):
        self._cluster = cluster
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._given = []  # (when it was acknowledged, by whom, what)
        self._threads = [threading.Thread(target=self._write, args=(machine,), daemon=True) for machine in cluster.all]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _write(self, machine):
        for number in itertools.count():
            if self._stop.wait(0.4):
                return
            key = f"{machine.name}-{number}"
            if machine.statement("probe", f"INSERT INTO probe VALUES ('{key}')") is not None:
                with self._lock:
                    self._given.append((time.monotonic(), machine.name, key))

    def given(self):
        with self._lock:
            return list(self._given)

    def changes(self):
        """How many times another server than before acknowledged something."""
        names = [name for _, name, _ in sorted(self.given())]
        return sum(1 for before, after in itertools.pairwise(names) if before != after)


class Trial:
    def __init__(self, accord, seed, planted):
        self.accord, self.seed, self.planted = accord, seed, planted
        self.chance = random.Random(seed)
        self.failures, self.pauses, self.failovers = [], {}, 0

    def hold(self, holds, what):
        if not holds:
            self.failures.append(what)
            print(f"FAILED: {what}", flush=True)

    def run(self, faults, rounds):
        with contextlib.ExitStack() as ends:
            cluster = machines.Machines(crossings=bool({"partition", "renewing"} & set(faults)))
            ends.callback(cluster.end)
            began = time.monotonic()
            cluster.start()
            self.check_settings(cluster)
            cluster.make_database()
            subprocess.run([self.accord, "demo", "--database", cluster.address, "--policies", ROOT / "policies"], check=True,
                           timeout=300, stdout=subprocess.DEVNULL)
            nodes = [node.Node(self.accord, cluster.address) for _ in range(2)]
            for each in nodes:
                each.start()
                ends.callback(lambda each=each: each.process.poll() is None and each.end(signal.SIGKILL))
            where = writers.open_disagreements(nodes[0], most_of_each=8)
            print(f"three machines and two nodes stand after {time.monotonic() - began:.0f} s: {cluster.address}", flush=True)
            if self.planted:
                self.plant(cluster)
            with Probes(cluster) as probes, writers.Writers(nodes, where, self.seed) as load:
                for number, fault in enumerate(itertools.islice(itertools.cycle(faults), rounds)):
                    self.round(f"round {number + 1}, {fault}", fault, cluster, nodes, where, load, probes)
                    if self.failures:
                        break
            self.hold(not load.wrong, f"an answer that no fault explains: {load.wrong[:1]}")
            self.hold(probes.changes() == self.failovers,
                      f"writing went to another server {probes.changes()} times in {self.failovers} failovers")
            said = "; ".join(f"{fault}: at most {max(times):.1f} s without writing" for fault, times in self.pauses.items())
            print(f"{len(load.given)} changes and {len(probes.given())} probes acknowledged under {sum(map(len, self.pauses.values()))} "
                  f"faults, {'0 lost, 0 twice' if not self.failures else 'FAILED'}; {self.failovers} failovers; {said}; seed {self.seed}")

    def check_settings(self, cluster):
        """That what protects the record is what this cluster runs with, and not only what a file says."""
        leader = cluster.leader()
        kept = leader.ask(8008, "GET", "/config")
        for name, value in (("synchronous_mode", True), ("synchronous_mode_strict", True), ("maximum_lag_on_failover", 0)):
            self.hold(kept.get(name) == value, f"{name} is {kept.get(name)}")
        self.hold(leader.statement("postgres", "SHOW data_checksums") == "on", "data checksums are off")
        standbys = leader.statement("postgres", "SHOW synchronous_standby_names")
        self.hold(standbys in {machine.name for machine in cluster.all}, f"the synchronous standby is '{standbys}'")

    def plant(self, cluster):
        cluster.leader().ask(8008, "PATCH", "/config", '{"synchronous_mode": false, "maximum_lag_on_failover": 1000000000}')
        servers.until(lambda: cluster.leader().statement("postgres", "SHOW synchronous_standby_names") == "", "nobody waits")

    def round(self, name, fault, cluster, nodes, where, load, probes):
        time.sleep(self.chance.uniform(1, 3))
        leader = cluster.leader()
        if self.planted:
            senders = leader.statement("postgres", "SELECT pid FROM pg_stat_replication")
            servers.signalled([int(sender) for sender in senders.split()], signal.SIGSTOP)
            time.sleep(2)
        if fault == "machine":
            leader.kill("patroni", "etcd")
        elif fault == "pause":
            leader.signal(signal.SIGSTOP, "patroni")
        elif fault == "partition":
            leader.crossing.cut()
        elif fault == "renewing":
            stopped = threading.Event()
            leader.crossing.cut_at(machines.RENEWING, lambda: (leader.signal(signal.SIGSTOP, "patroni"), stopped.set()))
            if not stopped.wait(30):
                raise AssertionError(f"{leader.name} has renewed no lease for 30 s")
        else:
            next(machine for machine in cluster.all if machine.leads_etcd()).kill("etcd")
        began = time.monotonic()
        if fault == "partition":  # it goes on while its lease lasts
            servers.until(lambda: cluster.leader() not in (None, leader) or time.monotonic() > began + LONGEST, "another leads", LONGEST + 5)
        if load.first_since(began if fault != "partition" else time.monotonic(), LONGEST) is None:
            self.hold(False, f"{name}: nothing is recorded {LONGEST} s after it: {load.wrong[:1]}")
            return
        time.sleep(2 if fault != "etcd" else 25)  # longer than the lease: without a leader of etcd it would have ended
        if fault in ("pause", "renewing"):
            leader.signal(signal.SIGCONT, "patroni")
        if fault in ("partition", "renewing"):
            leader.crossing.mend()
        for machine in cluster.all:
            machine.start("etcd", "patroni")
        after = cluster.leader() if self.planted else cluster.whole()
        silent = load.longest_silence(began)
        self.pauses.setdefault(fault, []).append(silent)
        self.failovers += after is not leader
        self.hold((after is leader) == (fault == "etcd"), f"{name}: {leader.name} was the primary, then {after.name}")
        given, asked = load.acknowledged(), [key for _, _, key in probes.given()]
        lost, twice = writers.compare(given, writers.notes(nodes[0], where))
        self.hold(not lost, f"{name}: {len(lost)} changes were acknowledged and are not recorded: {lost[:5]}")
        self.hold(not twice, f"{name}: recorded more than once: {twice[:5]}")
        there = (after.statement("probe", "SELECT at FROM probe") or "").split()
        gone = sorted(set(asked) - set(there))
        self.hold(not gone, f"{name}: {len(gone)} probes were acknowledged and are gone: {gone[:5]}")
        code, said = node.verified(self.accord, cluster.address)
        self.hold(code == 0, f"{name}: {said}")
        print(f"{name}: no change was recorded for {silent:.1f} s; {len(given)} changes acknowledged so far, {len(lost)} lost", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("accord")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--faults", default=",".join(FAULTS))
    parser.add_argument("--plant", choices=["asynchronous"])
    parser.add_argument("--seed", type=int, default=random.randrange(1, 10**6))
    chosen = parser.parse_args()
    faults = chosen.faults.split(",")
    if unknown := [fault for fault in faults if fault not in FAULTS]:
        parser.error(f"no such fault: {', '.join(unknown)}; there are {', '.join(FAULTS)}")
    if missing := [program for program in ("etcd", "patroni", "setpriv") if shutil.which(program) is None]:
        print(f"try: not installed: {', '.join(missing)}; scripts/install.sh test installs them", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was begun is ended then too
    trial = Trial(str(pathlib.Path(chosen.accord).resolve()), chosen.seed, chosen.plant)
    try:
        trial.run(faults, chosen.rounds)
    except (AssertionError, subprocess.SubprocessError) as failure:
        trial.hold(False, str(failure))
    return 1 if trial.failures else 0


if __name__ == "__main__":
    sys.exit(main())
