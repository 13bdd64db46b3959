"""Three machines as deploy/patroni makes them, each an address of the loopback network and a temporary folder.

config.yml, node.env and etcd.env are read as they stand; only addresses, folders and passwords are this run's own.
"""
import contextlib
import http.client
import json
import os
import pathlib
import pwd
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests/standby"))

import crossing  # noqa: E402
import servers  # noqa: E402

PORTS = {"PostgreSQL": 5432, "Patroni": 8008, "etcd": 2379, "etcd's members": 2380}

RENEWING = b"PUT /v2/keys/accord/accord/leader "  # what Patroni sends to etcd when it renews its lease


def free_network():
    """The first three numbers of addresses at which nobody listens."""
    for _ in range(50):
        network = f"127.{random.randrange(2, 255)}.{random.randrange(1, 255)}"
        with contextlib.suppress(OSError), contextlib.ExitStack() as sockets:
            for last in (1, 2, 3):
                for port in PORTS.values():
                    sockets.enter_context(socket.socket()).bind((f"{network}.{last}", port))
            return network
    raise AssertionError(f"no address of 127.0.0.0/8 is free for {PORTS}")


def settings(text):
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


def tree(process):
    return [process, *(each for child in servers.children(process) for each in tree(child))]


class Machine:
    """One of the three: etcd, Patroni, and the PostgreSQL that Patroni looks after."""

    def __init__(self, folder, network, number, passwords):
        self.name, self.address, self.folder = f"db{number}", f"{network}.{number}", folder / f"db{number}"
        self.data = self.folder / "data"
        self.crossing = None  # its way to etcd, where that can be cut
        self._processes = {}
        self._as = ["setpriv", "--pdeathsig=SIGTERM"]  # it ends with the run, however that ends
        self.folder.mkdir()
        user = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("postgres")  # PostgreSQL refuses to run as root
        if os.getuid() == 0:
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

        def own(name):
            text = (HERE / name).read_text(encoding="utf-8")
            return text.replace("=db1\n", f"={self.name}\n").replace("//10.0.0.1:2380\n", f"//{self.address}:2380\n") \
                .replace("//10.0.0.1:2379\n", f"//{self.address}:2379\n").replace("=10.0.0.1:8008", f"={self.address}:8008") \
                .replace("=10.0.0.1:5432", f"={self.address}:5432").replace("10.0.0.", f"{network}.") \
                .replace("/var/run/postgresql", str(self.folder))

        self.configuration = self.folder / "config.yml"
        self.configuration.write_text(own("config.yml"), encoding="utf-8")
        self.environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder),
                            **settings(own("etcd.env")), **settings(own("node.env")), **passwords,
                            "ETCD_DATA_DIR": str(self.folder / "etcd"),
                            "PATRONI_POSTGRESQL_DATA_DIR": str(self.data),
                            "PATRONI_POSTGRESQL_BIN_DIR": str(servers.programs()),
                            "PATRONI_POSTGRESQL_PGPASS": str(self.folder / "pgpass")}

    def reach_etcd_by_a_crossing(self, everyone):
        self.crossing = crossing.Crossing(self.address, 12379, [(machine.address, 2379) for machine in everyone])
        self.environment.update(PATRONI_ETCD_HOSTS=self.crossing.hosts, PATRONI_ETCD_USE_PROXIES="true")

    def start(self, *programs):
        command = {"etcd": ["etcd"], "patroni": ["patroni", self.configuration]}
        for program in programs:
            if program not in self._processes or self._processes[program].poll() is not None:
                with open(self.folder / f"{program}.log", "a", encoding="utf-8") as log:
                    self._processes[program] = subprocess.Popen([*self._as, *command[program]], env=self.environment, stdout=log,
                                                                stderr=log, cwd=self.folder)

    def validated(self):
        """What Patroni says of its configuration; nothing where it is sound."""
        said = subprocess.run([*self._as, "patroni", "--validate-config", self.configuration], env=self.environment, cwd=self.folder,
                              capture_output=True, text=True, timeout=60, check=False)
        return said.returncode, said.stdout + said.stderr

    def everything(self, *programs):
        """The processes of those programs, and of PostgreSQL where Patroni is one of them."""
        found = []
        for program in programs:
            if program in self._processes and self._processes[program].poll() is None:
                found += tree(self._processes[program].pid)
        if "patroni" in programs:
            with contextlib.suppress(OSError, ValueError, IndexError):
                server = int((self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
                # A number that the kernel has given to somebody else since is not ours to end.
                if str(self.data).encode() in pathlib.Path(f"/proc/{server}/cmdline").read_bytes():
                    found += tree(server)
        return found

    def signal(self, how, *programs):
        servers.signalled(self.everything(*programs), how)

    def kill(self, *programs):
        self.signal(signal.SIGSTOP, *programs)  # so that none of them starts another meanwhile
        left = self.everything(*programs)
        servers.signalled(left, signal.SIGKILL)
        for program in programs:
            if program in self._processes:
                self._processes[program].wait()
        servers.until(lambda: all(servers.gone(process) for process in left), f"the processes of {self.name} end")

    def clear(self):
        self.kill("patroni", "etcd")
        with contextlib.suppress(OSError, IndexError):  # PostgreSQL tells its shared memory in its lock file
            memory = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[6].split()[1]
            subprocess.run(["ipcrm", "-m", memory], stderr=subprocess.DEVNULL, check=False)

    def ask(self, port, method, path, body=None):
        """What an interface of this machine answers, read as JSON; None: nothing that can be read."""
        connection = http.client.HTTPConnection(self.address, port, timeout=3)
        with contextlib.suppress(OSError, http.client.HTTPException, ValueError), contextlib.closing(connection):
            connection.request(method, path, body)
            return json.loads(connection.getresponse().read())
        return None

    def leads_etcd(self):
        status = self.ask(2379, "POST", "/v3/maintenance/status", "{}")
        return status is not None and status.get("leader") == status["header"]["member_id"]

    def statement(self, database, sql, seconds=10):
        """One statement in a session of its own: its answer, or None where it was refused, warned of or not answered in time."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            said = subprocess.run([servers.programs() / "psql", "-X", "-At", "-q", "-v", "ON_ERROR_STOP=1", f"--host={self.address}",
                                   "--username=postgres", f"--dbname={database}", "-c", sql], capture_output=True, text=True,
                                  env={**os.environ, "PGCONNECT_TIMEOUT": "2"}, timeout=seconds, check=False)
            return said.stdout.strip() if said.returncode == 0 and not said.stderr else None
        return None


class Machines:
    """The three of them, and what an operator of Accord needs of them."""

    def __init__(self, crossings=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accord-patroni-"))
        os.chmod(self.folder, 0o755)
        passwords = {f"PATRONI_{role}_PASSWORD": secrets.token_hex(24) for role in ("SUPERUSER", "REPLICATION", "REWIND")}
        self._password = secrets.token_hex(24)
        network = free_network()
        self.all = [Machine(self.folder, network, number, passwords) for number in (1, 2, 3)]
        for machine in self.all if crossings else []:
            machine.reach_etcd_by_a_crossing(self.all)
        own = self.folder / "accord.pgpass"
        own.touch(mode=0o600)
        own.write_text(f"*:*:*:accord:{self._password}\n*:*:*:postgres:{passwords['PATRONI_SUPERUSER_PASSWORD']}\n", encoding="utf-8")
        os.environ["PGPASSFILE"] = str(own)
        self.address = f"postgresql://accord@{','.join(machine.address for machine in self.all)}/accord"

    def start(self):
        for machine in self.all:
            machine.start("etcd")
        for machine in self.all:
            machine.start("patroni")
        self.whole(120)

    def roles(self):
        """Who is what, as the first Patroni that answers says: by name."""
        for machine in self.all:
            cluster = machine.ask(8008, "GET", "/cluster")
            if cluster is not None:
                return {member["name"]: (member["role"], member["state"]) for member in cluster["members"]}
        return {}

    def leader(self):
        roles = self.roles()
        return next((machine for machine in self.all if roles.get(machine.name, ("", ""))[0] == "leader"), None)

    def whole(self, seconds=90):
        """Waits until there is a leader, a synchronous standby, and a third that follows; gives the leader."""
        def is_whole():
            roles = self.roles()
            good = {"leader": "running", "sync_standby": ("running", "streaming"), "replica": ("running", "streaming")}
            return len(roles) == 3 and {role for role, _ in roles.values()} == set(good) and \
                all(state in good[role] for role, state in roles.values()) and \
                (self.leader().statement("postgres", "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == "2")
        servers.until(is_whole, f"three machines are one cluster ({self.folder})", seconds)
        return self.leader()

    def make_database(self):
        leader = self.leader()
        leader.statement("postgres", f"CREATE ROLE accord LOGIN PASSWORD '{self._password}'")
        for name, owner in (("accord", "accord"), ("probe", "postgres")):
            leader.statement("postgres", f"CREATE DATABASE {name} OWNER {owner}")
        leader.statement("probe", "CREATE TABLE probe (at TEXT PRIMARY KEY)")

    def end(self):
        for machine in self.all:
            with contextlib.suppress(AssertionError):
                machine.clear()
        if os.environ.get("ACCORD_KEEP_FOLDER") != "yes":
            shutil.rmtree(self.folder, ignore_errors=True)
