"""Questions that wait before one worker: their order, and what becomes of those behind a heavy."""

import asyncio
import subprocess
import sys
import time

import pytest

from kkgraph.endpoint.pool import messages, quick
from kkgraph.endpoint.pool.channel import Channel, Overdue, Overtaken, WorkerDied
from kkgraph.endpoint.pool.turns import Place
from kkgraph.endpoint.settings import Settings

QUICK = Place("client", is_quick=True)


class Transport:
    """A worker's end that answers nothing by itself."""

    def __init__(self):
        """Start with nothing sent."""
        self.sent, self.closed = [], False

    def write(self, data):
        """Keep what is sent."""
        self.sent.append(data)

    def close(self):
        """Keep in mind that it is closed."""
        self.closed = True


class ForkServer:
    """Starts workers that answer nothing by themselves, and notes who is to be killed."""

    def __init__(self):
        """Start without a worker."""
        self.workers, self.sent, self.told = [], [], []

    async def fork(self):
        """Return a worker that is ready."""
        worker, transport = Channel(), Transport()
        worker.name = str(len(self.workers))
        worker.connection_made(transport)
        self.sent.append(transport.sent)
        worker.data_received(messages.encode({"status": 0}))  # ready
        self.workers.append(worker)
        return worker

    def tell(self, order, name):
        """Note an order."""
        self.told.append((order, name))


def answer(text):
    """Return a worker's message."""
    return messages.encode({"status": 200}, text)


async def bodies(tasks):
    """Return the bodies of some answers."""
    return [response.body for response, _ in await asyncio.gather(*tasks)]


async def asked(workers, *texts):
    """Ask some questions, and return what waits for the answers."""
    tasks = [asyncio.ensure_future(workers.ask(text, QUICK)) for text in texts]
    await asyncio.sleep(0.01)
    return tasks


async def opened(count, time_slice=0.2):
    """Return quick workers and what started them."""
    fork_server = ForkServer()
    workers = quick.QuickWorkers(fork_server, Settings("", time_slice=time_slice))
    await workers.open(count)
    return workers, fork_server


def test_answers_in_order():
    """Each worker is given a few questions, and no more before it answers; so is the least busy."""

    async def run():
        workers, made = await opened(2)
        texts = [b"%d" % number for number in range(2 * quick.AHEAD + 1)]
        tasks = await asked(workers, *texts)
        assert made.sent == [texts[:-1:2], texts[1:-1:2]]
        for worker, sent in zip(made.workers, made.sent, strict=True):
            worker.data_received(b"".join(answer(text) for text in sent))
        await asyncio.sleep(0.01)
        last = next(worker for worker in made.workers if worker.load)
        last.data_received(answer(texts[-1]))
        assert await bodies(tasks) == texts

    asyncio.run(run())


def test_heavy_question_is_overtaken():
    """Those behind a question that takes too long are asked elsewhere; its worker goes on."""

    async def run():
        workers, made = await opened(1, time_slice=0.05)
        heavy, *others = await asked(workers, b"heavy", b"a", b"b")
        with pytest.raises(Overdue) as late:
            await heavy
        await asyncio.sleep(0.05)
        old, new = made.workers
        assert late.value.worker is old
        assert old.littered
        assert made.sent[1] == [b"a", b"b"]
        new.data_received(answer(b"A") + answer(b"B"))
        assert await bodies(others) == [b"A", b"B"]
        old.data_received(answer(b"HEAVY"))
        assert (await late.value.answer).body == b"HEAVY"
        old.data_received(answer(b"A"))  # nobody waits for it any more

    asyncio.run(run())


def test_time_of_each_question():
    """A question's time begins when the one before it is answered: the slice is its own."""

    async def run():
        workers, made = await opened(1, time_slice=0.15)
        tasks = await asked(workers, b"1", b"2", b"3")
        for number in (1, 2, 3):
            await asyncio.sleep(0.1)
            made.workers[0].data_received(answer(b"%d" % number))
        times = [seconds for _, seconds in await asyncio.gather(*tasks)]
        assert len(made.workers) == 1
        assert max(times) < 0.3 <= sum(times) + 0.05

    asyncio.run(run())


def test_death_is_laid_to_the_first():
    """The question that a worker died of fails; those behind it are asked again."""

    async def run():
        workers, made = await opened(1)
        deadly, other = await asked(workers, b"deadly", b"other")
        made.workers[0].connection_lost(None)
        with pytest.raises(WorkerDied):
            await deadly
        await asyncio.sleep(0.01)
        assert made.sent[1] == [b"other"]
        made.workers[1].data_received(answer(b"OTHER"))
        assert await bodies([other]) == [b"OTHER"]
        assert workers.lost == 1

    asyncio.run(run())


def test_answer_that_has_come_counts():
    """A server that was held up itself reads what has come before it blames a worker."""

    async def run():
        worker = await ForkServer().fork()
        worker.limit(0.01)
        question = worker.put(b"quick")
        asyncio.get_running_loop().call_later(0.02, worker.data_received, answer(b"QUICK"))
        time.sleep(0.05)  # noqa: ASYNC251 - the server is held up
        await asyncio.sleep(0.05)
        assert question.answer.result().body == b"QUICK"
        assert worker.alive

    asyncio.run(run())


@pytest.mark.parametrize("is_wanted", [True, False])
def test_slice_that_is_over(is_wanted):
    """The worker is left to its question, or let go if nobody waits; the others go elsewhere."""

    async def run():
        worker, transport = Channel(), Transport()
        worker.connection_made(transport)
        worker.data_received(messages.encode({"status": 0}))
        first, second = worker.put(b"first", is_quick=False), worker.put(b"second")
        if not is_wanted:
            first.answer.cancel()
        worker._part()  # noqa: SLF001 - what its clock does
        assert isinstance(second.answer.exception(), Overtaken)
        assert (worker.kept, worker.littered, worker.load) == (True, True, 1)
        assert (worker.first.is_quick, worker.first.started) == (False, first.started)
        assert transport.closed is not is_wanted
        assert not is_wanted or isinstance(first.answer.exception(), Overdue)

    asyncio.run(run())


@pytest.mark.skipif(sys.platform != "linux", reason="the clock of another process is Linux's")
def test_slice_is_one_of_the_processor():
    """A worker that others keep from the processor has longer by the clock, but not for ever."""

    async def run(pid):
        worker = Channel()
        worker.connection_made(Transport())
        worker.data_received(messages.encode({"status": 0, "headers": {"pid": str(pid)}}))
        await worker.ready(1)
        worker.limit(0.1)
        answer = worker.put(b"starved").answer
        await asyncio.sleep(0.4)
        assert not answer.done()
        with pytest.raises(Overdue):
            await asyncio.wait_for(answer, 5)

    idle = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        asyncio.run(run(idle.pid))
    finally:
        idle.kill()
        idle.wait()


def test_cancelled_question_ends_its_worker():
    """A worker at a question that nobody waits for is killed, and replaced."""

    async def run():
        workers, made = await opened(1)
        first, second = await asked(workers, b"first", b"second")
        first.cancel()
        await asyncio.sleep(0.01)
        assert made.told == [("kill", "0")]
        made.workers[0].connection_lost(None)
        await asyncio.sleep(0.01)
        made.workers[1].data_received(answer(b"SECOND"))
        assert await bodies([second]) == [b"SECOND"]

    asyncio.run(run())
