"""One node of the service, as whoever puts nodes behind a proxy would start it, ask it and end it."""
import http.client
import json
import re
import signal
import socket
import subprocess


class Node:
    """One node, on a port that it keeps when it is started again; `more` options, and a file for its log."""

    def __init__(self, accord, database, *more, log=subprocess.DEVNULL):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.accord, self.database = accord, database
        self.more, self.log = more, log
        self.process = self.operations_port = None

    def start(self):
        # It ends with the test, however that ends.
        self.process = subprocess.Popen(["setpriv", "--pdeathsig=SIGKILL", self.accord, "serve", "--database", self.database,
                                         "--listen", f"127.0.0.1:{self.port}", *self.more],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        said = self.process.stdout.readline()
        if found := re.match(r"Metrics and health are at \S+:(\d+)/", said):
            self.operations_port = int(found[1])
            said = self.process.stdout.readline()
        if not said.startswith("Accord is at"):
            self.end(signal.SIGKILL)
            raise AssertionError(f"the node did not start: {said!r}")

    def end(self, how):
        """True: it had to be told, and ended as it should."""
        running = self.process.poll() is None
        if running:
            self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        self.process.stdout.close()
        return running and code == (0 if how == signal.SIGTERM else -how)

    def ask(self, method, path, body=None, headers=None, timeout=20, port=None):
        """Status, headers and text; None: no answer, so that nobody knows what became of it."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=timeout)
        try:
            connection.request(method, path, body, {"Origin": f"http://127.0.0.1:{self.port}", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def read(self, path, person=""):
        answer = self.ask("GET", path, headers={"Accord-Person": person} if person else {})
        if answer is None or answer[0] != 200:
            raise AssertionError(f"{path} cannot be read: {answer}")
        return json.loads(answer[2])


def verified(accord, database):
    said = subprocess.run([accord, "verify", "--database", database], capture_output=True, text=True, check=False)
    return said.returncode, said.stdout + said.stderr
