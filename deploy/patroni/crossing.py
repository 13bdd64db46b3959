"""A way over the network that can be cut: what is sent meanwhile arrives nowhere and is not refused."""
import asyncio
import threading


class Crossing:
    """Listens at one address for each of `targets`, and passes on what comes, both ways, until it is cut."""

    def __init__(self, address, first_port, targets):
        self.hosts = ",".join(f"{address}:{first_port + number}" for number in range(len(targets)))
        self._ends = [(address, first_port + number, target) for number, target in enumerate(targets)]
        self._loop = asyncio.new_event_loop()
        self._open = asyncio.Event()
        self._open.set()
        self._words, self._then = b"", None
        self._loop.run_until_complete(self._listen())
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def cut(self):
        self._loop.call_soon_threadsafe(self._open.clear)

    def mend(self):
        self._loop.call_soon_threadsafe(self._open.set)

    def cut_at(self, words, then):
        """Is cut when next these words are sent to a target, which do not arrive; then calls `then`."""
        self._words, self._then = words, then

    async def _listen(self):
        for address, port, target in self._ends:
            await asyncio.start_server(lambda reader, writer, target=target: self._carry(reader, writer, target), address, port)

    async def _carry(self, reader, writer, target):
        await self._open.wait()
        try:
            there, back = await asyncio.open_connection(*target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._pass(reader, back), self._pass(there, writer))

    async def _pass(self, reader, writer):
        try:
            while data := await reader.read(65536):
                if self._then is not None and self._words in data:
                    self._open.clear()
                    then, self._then = self._then, None
                    then()
                await self._open.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # whoever went away is found out by the other end
        finally:
            writer.close()
