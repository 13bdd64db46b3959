"""Two PostgreSQL servers in a temporary folder, one of them the other's standby, each at a socket and at no port.

What is done here to promote a standby and to make the next one is what docs/operating.md tells an operator to do.
"""
import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

STARTING_SECONDS = 60


def programs():
    """The folder of the newest PostgreSQL that is installed."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin: float(bin.parent.name))
    if not found:
        raise AssertionError("PostgreSQL is not installed: scripts/install.sh test installs it")
    return found[-1]


def until(holds, what, seconds=STARTING_SECONDS):
    """Waits until `holds()`, and gives what it gave."""
    end = time.monotonic() + seconds
    while not (value := holds()):
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds} seconds")
        time.sleep(0.05)
    return value


def state_of(process):
    """The state that the kernel shows for a process, and its parent; None: there is no such process."""
    with contextlib.suppress(OSError):
        words = pathlib.Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return words[0], int(words[1])
    return None


def children(process):
    found = [int(entry.name) for entry in pathlib.Path("/proc").iterdir() if entry.name.isdigit()]
    return [child for child in found if (state_of(child) or ("", 0))[1] == process]


def signalled(processes, how):
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, how)


def gone(process):
    state = state_of(process)
    return state is None or state[0] == "Z"


class Server:
    """A server with a folder of its own, in which its socket, its log and its data are."""

    def __init__(self, folder, name):
        self.name, self.folder, self.data = name, folder / name, folder / name / "data"
        self.process = None
        self._left = []  # processes that outlived the one that was killed
        self._as = ["setpriv", "--pdeathsig=SIGQUIT"]  # it ends with the test, however that ends
        self.folder.mkdir()
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as += ["--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def run(self, program, *arguments):
        with open(self.folder / "programs.log", "a", encoding="utf-8") as log:
            code = subprocess.run([*self._as, programs() / program, *arguments], stdout=log, stderr=log, cwd=self.folder,
                                  timeout=300, check=False).returncode
        if code != 0:
            raise AssertionError(f"{program} failed:\n{self.said('programs.log')}")

    def said(self, log="server.log"):
        return "\n".join((self.folder / log).read_text(encoding="utf-8", errors="replace").splitlines()[-15:])

    def make(self):
        self.run("initdb", f"--pgdata={self.data}", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
                 "--data-checksums", "--no-sync")
        with open(self.data / "postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write(f"listen_addresses = ''\nfsync = {os.environ.get('ACCORD_TEST_FSYNC', 'off')}\nwal_keep_size = 256MB\n"
                           "max_connections = 60\nshared_buffers = 32MB\n")

    def start(self):
        with open(self.folder / "server.log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [*self._as, programs() / "postgres", "-D", self.data, "-k", self.folder, "-c", f"cluster_name={self.name}"],
                stdout=log, stderr=log, cwd=self.folder)
        until(self._answers, f"{self.name} starts")

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"{self.name} ended:\n{self.said()}")
        return self.ask("SELECT 1", check=False) == "1"

    def ask(self, sql, check=True):
        """The answer to one statement, each time in a session of its own."""
        said = subprocess.run([programs() / "psql", "-X", "-At", "-q", f"--host={self.folder}", "--username=postgres",
                               "--dbname=postgres", "-c", sql], capture_output=True, text=True, timeout=120, check=False)
        if said.returncode != 0 and check:
            raise AssertionError(f"{self.name}: {sql}: {said.stderr}")
        return said.stdout.strip() if said.returncode == 0 else None

    def kill(self, whole):
        """As a machine ends that loses its power (`whole`), or as only the first process does, whose others notice by themselves."""
        os.kill(self.process.pid, signal.SIGSTOP)  # so that it has no more children than those
        self._left = children(self.process.pid)
        if whole:
            signalled(self._left, signal.SIGKILL)
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def clear(self):
        """Nothing of it runs any more, and the kernel keeps nothing for it."""
        if self.process is not None and self.process.poll() is None:
            self.kill(whole=True)
        signalled(self._left, signal.SIGKILL)
        until(lambda: all(gone(process) for process in self._left), f"the processes of {self.name} end")
        self._left = []
        with contextlib.suppress(OSError, IndexError):  # it tells its shared memory in its lock file
            memory = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[6].split()[1]
            subprocess.run(["ipcrm", "-m", memory], stderr=subprocess.DEVNULL, check=False)

    def follow(self, primary, rewind):
        """Becomes a standby of `primary`: with what it has, wound back to where they parted, or with a new copy."""
        self.clear()
        source = f"host={primary.folder} user=postgres dbname=postgres"
        if rewind:
            primary.ask("CHECKPOINT")  # until its first one its files do not say that it was promoted
            self.run("pg_rewind", f"--target-pgdata={self.data}", f"--source-server={source}", "--write-recovery-conf", "--no-sync")
        else:
            shutil.rmtree(self.data, ignore_errors=True)
            self.run("pg_basebackup", f"--pgdata={self.data}", f"--dbname={source}", "--checkpoint=fast", "--wal-method=stream",
                     "--write-recovery-conf", "--no-sync")
        self.start()
        # Its own list, for the day on which it is promoted: until somebody follows it, it waits for nobody.
        self.set_standbys("")

    def set_standbys(self, names):
        self.ask(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        self.ask("SELECT pg_reload_conf()")
        until(lambda: self.ask("SHOW synchronous_standby_names") == names, f"{self.name} reads its settings")

    def wait_for(self, standby):
        """From here on nothing is acknowledged that `standby` has not."""
        self.set_standbys(standby.name)
        self.ask("CHECKPOINT")  # whoever makes checkpoints has read the list before it makes this one
        until(lambda: self.ask(f"SELECT 1 FROM pg_stat_replication WHERE application_name = '{standby.name}' "
                               "AND sync_state = 'sync'") == "1", f"{standby.name} is synchronous")

    def sender(self):
        return int(until(lambda: self.ask("SELECT pid FROM pg_stat_replication WHERE state = 'streaming'"), "it has a standby"))


class Held:
    """While it lasts the standby receives nothing, as when its machine hangs; it still holds its connection."""

    def __init__(self, pair):
        self.pair = pair
        self._receiver = None

    def __enter__(self):
        self._receiver = int(until(lambda: self.pair.standby.ask("SELECT pid FROM pg_stat_wal_receiver WHERE status = 'streaming'"),
                                   "the standby receives"))
        os.kill(self._receiver, signal.SIGSTOP)
        return self

    def __exit__(self, *_):
        os.kill(self._receiver, signal.SIGCONT)

    def waiting(self):
        """The sessions whose commit waits for the standby."""
        found = self.pair.primary.ask("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        return [int(process) for process in found.split()]


class Pair:
    """A primary and its standby; which is which changes."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accord-standby-"))
        os.chmod(self.folder, 0o755)
        self.primary = self.standby = None
        self._all = []

    def make(self, synchronous=True):
        self.primary, self.standby = self._all = [Server(self.folder, "north"), Server(self.folder, "south")]
        self.primary.make()
        self.primary.start()
        # A role that would rather not wait: Accord raises it where it writes.
        self.primary.ask("CREATE ROLE accord LOGIN CREATEDB")
        self.primary.ask("ALTER ROLE accord SET synchronous_commit = local")
        self.primary.ask("CREATE DATABASE accord OWNER accord")
        self.standby.follow(self.primary, rewind=False)
        if synchronous:
            self.primary.wait_for(self.standby)

    @property
    def address(self):
        return f"postgresql:///accord?host={','.join(str(server.folder) for server in self._all)}&user=accord"

    def promote(self):
        """The standby becomes the primary; how long that took."""
        began = time.monotonic()
        self.standby.ask("SELECT pg_promote(true, 60)")
        took = time.monotonic() - began
        self.primary, self.standby = self.standby, self.primary
        self.standby.clear()
        return took

    def follow(self, rewind, synchronous=True):
        self.standby.follow(self.primary, rewind)
        if synchronous:
            self.primary.wait_for(self.standby)

    def end(self):
        for server in self._all:
            with contextlib.suppress(AssertionError):
                server.clear()
        shutil.rmtree(self.folder, ignore_errors=True)
