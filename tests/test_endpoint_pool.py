"""The pool of workers, its pages and its caches, with workers that are made up in this process."""

import asyncio
import contextlib
import json
import os
import socket
from types import SimpleNamespace

import pytest

from kkgraph.endpoint import checking, notify
from kkgraph.endpoint.cache import Cache
from kkgraph.endpoint.pool import (
    admission,
    fork_client,
    fork_server,
    messages,
    pages,
    pool,
    quick,
    turns,
    worker,
)
from kkgraph.endpoint.pool.admission import Admission, Lane
from kkgraph.endpoint.pool.channel import (
    Overdue,
    Question,
    ServiceUnavailable,
    TimeLimitExceeded,
    WorkerDied,
)
from kkgraph.endpoint.pool.pages import NoPages, Pages
from kkgraph.endpoint.pool.pool import Pool
from kkgraph.endpoint.pool.quick import Asked
from kkgraph.endpoint.pool.turns import QUANTUM, Account, Place, Turns
from kkgraph.endpoint.protocol.estimate import HEAVY
from kkgraph.endpoint.responses import Response
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import KkgraphError
from kkgraph.texts import Message

SETTINGS = Settings("", quick_workers=2, slow_workers=2, time_limit=9, queue_timeout=3, pages=False)
ANSWER = Response(200, {"x": "y"}, b"answer", cacheable=True)


def run(work):
    """Do a piece of asynchronous work."""
    return asyncio.run(work)


async def late(result, seconds=0.0):
    """Return or raise a result, after some seconds."""
    await asyncio.sleep(seconds)
    if isinstance(result, BaseException):
        raise result
    return result


class Worker:
    """A worker that gives one answer, or none."""

    def __init__(self, result=None):
        """Take the answer."""
        self.result, self.name, self.littered, self.alive = result, "w", False, True
        self.asked, self.closed = [], False

    def ask(self, message):
        """Take a question."""
        self.asked.append(messages.decode(message))
        future = asyncio.get_running_loop().create_future()
        if isinstance(self.result, BaseException):
            future.set_exception(self.result)
        elif self.result is not None:
            future.set_result(self.result)
        return future

    def close(self):
        """Let it go."""
        self.closed = True


class ForkServer:
    """What forks workers: those that it is given, in their order."""

    def __init__(self, *workers):
        """Take them."""
        self.workers, self.roles, self.told, self.closed = list(workers), [], [], False

    async def fork(self, role="worker"):
        """Return the next one."""
        self.roles.append(role)
        found = self.workers.pop(0)
        if isinstance(found, BaseException):
            raise found
        return found

    def tell(self, order, name):
        """Keep an order."""
        self.told.append((order, name))

    async def close(self):
        """End."""
        self.closed = True


class Quick:
    """The quick lane's workers: what each question comes to, in order."""

    def __init__(self, *results):
        """Take the results."""
        self.results, self.asked, self.closed, self.lost = list(results), [], False, 0

    async def ask(self, message, place, asked=None):
        """Return the next result, with the seconds it took."""
        self.asked.append((messages.decode(message), place, asked))
        return await late(self.results.pop(0)), 0.5

    def begin(self, message, _place):
        """Take a question at once."""
        self.asked.append(messages.decode(message))
        return self.results.pop(0)

    def end(self, asked):
        """Return what has come of it."""
        return asked.question

    def close(self):
        """Let them go."""
        self.closed = True


def a_pool(quick, *workers, settings=SETTINGS):
    """Return a pool with made-up workers."""
    made = Pool(settings, ForkServer(*workers))
    made.quick = quick
    return made


HEAD = {"job": "sparql"}


def test_an_answer_is_kept():
    """The same question is asked once; what may not be kept is asked each time."""

    async def work():
        one = a_pool(Quick(ANSWER, Response(200, {}, b"")))
        first = await one.ask(dict(HEAD), b"q")
        assert await one.ask(dict(HEAD), b"q") is first is ANSWER
        await one.ask(dict(HEAD), b"other")
        ((head, body), place, asked), _ = one.quick.asked
        assert (head, body, asked) == ({"job": "sparql", "limit": 9}, b"q", None)
        assert (one.active, len(one.cache), one.admission.quick.taken) == (0, 1, 0)
        assert place.is_quick

    run(work())


def test_a_limit_of_its_own():
    """A job may have one; it tells it from the same job with another."""

    async def work():
        one = a_pool(Quick(ANSWER, ANSWER))
        await one.ask({"job": "network", "limit": 60}, b"")
        await one.ask({"job": "network"}, b"")
        assert [asked[0][0]["limit"] for asked in one.quick.asked] == [60, 9]

    run(work())


@pytest.mark.parametrize(
    ("job", "role"), [("sparql", "heavy"), ("network", "builder"), ("assistant-heavy", "builder")]
)
def test_heavy_work_goes_to_the_slow_lane(job, role):
    """To a worker of its own, which ends with it; the next time at once."""

    async def work():
        slow = [Worker(Response(200, {}, b"x")) for _ in "ab"]
        one = a_pool(Quick(Response(HEAVY)), *slow)
        for _ in range(2):
            assert (await one.ask({"job": job}, b"q")).status == 200
        assert one.fork_server.roles == [role] * 2
        assert len(one.quick.asked) == 1
        assert all(each.closed for each in slow)
        assert (one.admission.slow.taken, one.active, one.killed, one.lost) == (0, 0, 0, 0)
        assert one.fork_server.told == []

    run(work())


def test_what_is_overdue_goes_on_in_its_worker():
    """With less of the processor, where there is a place for it."""

    async def work():
        kept = Worker()
        answer = asyncio.get_running_loop().create_future()
        answer.set_result(ANSWER)
        one = a_pool(Quick(Overdue(kept, answer)))
        assert await one.ask(dict(HEAD), b"q") is ANSWER
        assert one.fork_server.told == [("slow", "w")]
        assert kept.closed

    run(work())


def test_what_is_overdue_begins_anew_without_a_place():
    """Its worker is stopped; when there is a place, another begins."""

    async def work():
        kept, fresh = Worker(), Worker(ANSWER)
        answer = asyncio.get_running_loop().create_future()
        one = a_pool(Quick(Overdue(kept, answer)), fresh)
        places = [one.admission.slow.enter_now(name) for name in ("a", "b")]
        asked = asyncio.ensure_future(one.ask(dict(HEAD), b"q"))
        await asyncio.sleep(0.01)
        assert (one.fork_server.told, one.killed, kept.closed) == ([("kill", "w")], 1, True)
        for place in places:
            one.admission.slow.leave(place, 0)
        assert await asked is ANSWER

    run(work())


def test_littered_workers_are_killed():
    """What has more before it that nobody waits for is ended for good."""

    async def work():
        kept = Worker()
        kept.littered = True
        answer = asyncio.get_running_loop().create_future()
        answer.set_result(ANSWER)
        one = a_pool(Quick(Overdue(kept, answer)))
        await one.ask(dict(HEAD), b"q")
        assert one.fork_server.told == [("slow", "w"), ("kill", "w")]
        assert one.killed == 0

    run(work())


def test_out_of_time():
    """What takes longer than its limit is stopped, and counted."""

    async def work():
        slow = Worker()
        one = a_pool(Quick(Response(HEAVY)), slow)
        with pytest.raises(TimeLimitExceeded):
            await one.ask({"job": "sparql", "limit": 0.01}, b"q")
        assert (one.killed, slow.closed, one.active) == (1, True, 0)
        assert one.fork_server.told == [("kill", "w")]
        assert one.admission.slow.taken == 0

    run(work())


def test_a_client_that_hangs_up():
    """Its query is stopped, whether it waits or is under way."""

    async def work():
        slow = Worker()
        one = a_pool(Quick(Response(HEAVY), Response(HEAVY)), slow)
        with pytest.raises(TimeLimitExceeded):
            await one.ask(dict(HEAD), b"q", lambda: late(None, 0.01))
        assert one.killed == 1
        places = [one.admission.slow.enter_now(name) for name in ("a", "b")]
        with pytest.raises(ServiceUnavailable) as raised:
            await one.ask(dict(HEAD), b"q", lambda: late(None, 0.01))
        assert raised.value.seconds == 1
        await asyncio.sleep(0)
        assert one.admission.slow.turns.count == 0
        assert all(places)

    run(work())


def test_a_worker_that_dies_is_lost():
    """It is counted, and whoever asked is told."""

    async def work():
        one = a_pool(Quick(Response(HEAVY), WorkerDied()), Worker(WorkerDied()))
        for text in (b"a", b"b"):
            with pytest.raises(WorkerDied):
                await one.ask(dict(HEAD), text)
        assert (one.lost, one.active, one.admission.quick.taken) == (1, 0, 0)
        one.quick.lost = 3
        assert one.lost == 4

    run(work())


def test_no_worker_for_the_slow_lane():
    """The place is given back."""

    async def work():
        one = a_pool(Quick(Response(HEAVY)), ServiceUnavailable(5))
        with pytest.raises(ServiceUnavailable):
            await one.ask(dict(HEAD), b"q")
        assert (one.admission.slow.taken, one.active) == (0, 0)

    run(work())


def test_a_place_that_is_wanted_back():
    """What was lent to a client is asked anew when its turn comes, and that once."""

    async def work():
        slow = [Worker(), Worker(ANSWER)]
        one = a_pool(Quick(Response(HEAVY)), *slow)
        own = one.admission.slow.enter_now("")
        asked = asyncio.ensure_future(one.ask(dict(HEAD), b"q"))
        await asyncio.sleep(0.01)
        assert one.admission.slow.taken == 2
        other = asyncio.ensure_future(one.admission.slow.enter("other"))
        await asyncio.sleep(0.01)
        assert (one.killed, slow[0].closed) == (1, True)
        one.admission.slow.leave(await other, 0)
        one.admission.slow.leave(own, 0)
        assert await asked is ANSWER
        assert one.fork_server.roles == ["heavy", "heavy"]

    run(work())


def test_begun_at_once():
    """If a worker is free and nothing is kept; the answer is kept if it was written whole."""

    async def work():
        question = Question(None, seconds=0.2)
        asked = Asked(Worker(), question)
        one = a_pool(Quick(asked, None))
        begun = one.begin(dict(HEAD), b"q", "me")
        assert (one.active, one.admission.quick.taken, begun.asked) == (1, 1, asked)
        assert (begun.job.client, begun.job.limit) == ("me", 9)
        one.quick.end = lambda _: Response(200, {}, b"x", cacheable=True)
        assert one.end(begun) is None  # not written yet
        assert one.active == 1
        done = Response(200, {}, b"x", cacheable=True, written=True)
        one.quick.end = lambda _: done
        assert one.end(begun) is done
        assert (one.active, one.admission.quick.taken, len(one.cache)) == (0, 0, 1)
        assert one.begin(dict(HEAD), b"q", "me") is None  # it is kept
        assert one.begin(dict(HEAD), b"other", "me") is None  # no worker takes it
        assert (one.active, one.admission.quick.taken) == (0, 0)

    run(work())


def test_not_begun():
    """Where it is known to be heavy, or there is no place."""

    async def work():
        one = a_pool(Quick())
        job = one._job(dict(HEAD), b"q", "", pool.stays)  # noqa: SLF001 - its key
        one.admission.remember_heavy(job.key)
        assert one.begin(dict(HEAD), b"q", "me") is None
        one.admission.quick.enter_now = lambda _: None
        assert one.begin(dict(HEAD), b"other", "me") is None
        assert one.active == 0

    run(work())


def test_resumed():
    """What was begun and has not come to its end goes on with the same question, and is kept."""

    async def work():
        asked = Asked(Worker(), Question(None))
        one = a_pool(Quick(asked, ANSWER))
        begun = one.begin(dict(HEAD), b"q", "me")
        assert await one.resume(begun) is ANSWER
        assert one.quick.asked[1][2] is asked
        assert (one.active, len(one.cache), one.admission.quick.taken) == (0, 1, 0)

    run(work())


@pytest.mark.parametrize(
    ("found", "holds"),
    [
        (Response(200), True),
        (Response(checking.CHANGED), False),
        (Response(checking.BROKEN, {}, b'{"en": "no", "da": "nej"}'), "no"),
        (Response(500, {"failure": "boom"}), "boom"),
        (WorkerDied(), "memory"),
    ],
)
def test_check(found, holds):
    """That the data hold; that the files changed; or why they do not."""

    async def work():
        checker = Worker(found)
        one = a_pool(Quick(), checker)
        if isinstance(holds, bool):
            assert await one.check() is holds
        else:
            with pytest.raises(KkgraphError) as raised:
                await one.check()
            assert holds in str(raised.value) or holds == "memory"
            if holds == "no":
                assert raised.value.said("da") == "nej"
        assert one.fork_server.roles == ["checker"]
        assert checker.closed
        assert checker.asked[0][0] == {"limit": 600.0}

    run(work())


def test_retired():
    """What is under way may finish, within a time; then all ends."""

    async def work():
        one = a_pool(Quick())
        one.active = 1
        loop = asyncio.get_running_loop()
        loop.call_later(0.01, setattr, one, "active", 0)
        await one.retire(60)
        assert (one.quick.closed, one.fork_server.closed) == (True, True)
        stuck = a_pool(Quick())
        stuck.active = 1
        await stuck.retire(0)
        assert stuck.fork_server.closed

    run(work())


def test_pages_are_there_unless_left_out():
    """As the settings say."""

    async def work():
        assert isinstance(a_pool(Quick()).pages, NoPages)
        with_pages = a_pool(Quick(), settings=Settings("", pages=True)).pages
        assert not isinstance(with_pages, NoPages)
        none = NoPages()
        assert (await none.find("x"), await none.missing("x")) == (None, None)
        none.open()
        none.close()

    run(work())


# Pages.


def some_pages(*workers, patience=5.0):
    """Return pages that made-up renderers make, and what forks these."""
    server = ForkServer(*workers)
    return Pages(server.fork, 1 << 20, patience), server


@pytest.mark.parametrize(
    ("path", "name"), [("", "index.html"), ("x/", "x/index.html"), ("x.css", "x.css"), ("x", "x")]
)
def test_page_of_an_address(path, name):
    """A folder's is its index; it is made once, and the renderer started once."""

    async def work():
        maker = Worker(ANSWER)
        found, server = some_pages(maker)
        assert await found.find(path) is ANSWER
        assert await found.find(path) is ANSWER
        assert [head for head, _ in maker.asked] == [{"path": name, "limit": 60.0}]
        assert server.roles == ["renderer"]
        edition = {"as_of": "2021", "source": None}
        await found.find(path, edition)
        assert maker.asked[1][0] == {"path": name, **edition, "limit": 60.0}
        await found.find(path, edition)
        assert len(maker.asked) == 2

    run(work())


def test_page_that_is_not_there():
    """There is none; what says so is a page of its own, if there is such."""

    async def work():
        nothing, said = Response(404), Response(404, {}, b"not here")
        found, _ = some_pages(Worker(nothing))
        assert (await found.find("x"), await found.missing("x")) == (None, None)
        found, _ = some_pages(maker := Worker(said))
        assert await found.missing("x") is said
        assert maker.asked[0][0] == {"wrong": "x", "limit": 60.0}
        found, _ = some_pages(Worker(Response(200, {}, b"y")))
        assert await found.missing("x") is None

    run(work())


def test_page_that_fails_or_is_late(capsys):
    """A failure is logged and told without its words; who waits too long comes again."""

    async def work():
        found, _ = some_pages(Worker(Response(500, {"failure": "boom"})))
        broken = await found.find("x")
        assert broken.status == 500
        assert b"boom" not in broken.body
        for maker in (Worker(), Worker(WorkerDied())):
            found, _ = some_pages(maker, patience=0.01)
            with pytest.raises(ServiceUnavailable) as raised:
                await found.find("x")
            assert raised.value.seconds == 2

    run(work())
    assert "boom" in capsys.readouterr().err


def test_renderer_that_ended():
    """Another is started."""

    async def work():
        first = Worker(Response(200, {}, b"x"))
        found, server = some_pages(first, Worker(ANSWER))
        await found.find("x")
        first.alive = False
        await found.find("y")
        assert len(server.roles) == 2

    run(work())


def test_so_many_wait_for_pages(monkeypatch):
    """One more is told to come again; who asks for what is being made waits with the others."""

    async def work():
        monkeypatch.setattr(pages, "_WAITING", 1)
        found, _ = some_pages(maker := Worker(), patience=0.05)
        both = [asyncio.ensure_future(found.find("x")) for _ in range(2)]
        await asyncio.sleep(0.01)
        with pytest.raises(ServiceUnavailable):
            await found.find("y")
        assert len(maker.asked) == 1
        found.close()
        done = await asyncio.gather(*both, return_exceptions=True)
        assert [type(one) for one in done] == [asyncio.CancelledError] * 2
        assert maker.closed

    run(work())


def test_renderer_is_started_before_it_is_asked():
    """`open` asks for a small page, and nobody waits for it."""

    async def work():
        found, server = some_pages(maker := Worker(ANSWER))
        found.open()
        await asyncio.sleep(0.01)
        assert (server.roles, maker.asked[0][0]["path"]) == (["renderer"], "robots.txt")

    run(work())


# What is kept.


def response(size, **more):
    """Return a response of so many bytes that may be kept."""
    return Response(200, {}, b"x" * size, **{"cacheable": True, **more})


def test_cache():
    """The least recently asked for goes first; each counts a kilobyte beside its body."""
    cache = Cache(4 * 1024, share=2)
    for name in "abcd":
        cache.keep(name, response(0))
    assert (len(cache), cache.used) == (4, 4096)
    assert cache.find("a")
    cache.keep("e", response(1))
    assert [name in cache for name in "abcde"] == [True, False, False, True, True]
    assert cache.used == 3 * 1024 + 1
    assert cache.find("b") is None


def test_what_is_not_kept():
    """What may not be, what is more than its share, and what is kept already."""
    cache = Cache(4 * 1024, share=2)
    cache.keep("a", response(0, cacheable=False))
    cache.keep("b", response(1025))
    assert len(cache) == 0
    cache.keep("c", response(1024))
    first = cache.find("c")
    cache.keep("c", response(3))
    assert (cache.find("c") is first, cache.used) == (True, 2048)
    assert Cache(16 * 2048)._most == 2048  # noqa: SLF001 - a sixteenth, if not said otherwise


# Turns.


def test_account(monkeypatch):
    """Work is paid for; debt is bounded, and forgiven with time; the mean follows by a quarter."""
    now = [100.0]
    monkeypatch.setattr(turns.time, "monotonic", lambda: now[0])
    one = Account("a", 1.0, seen=100.0)
    assert (one.credit, one.running) == (QUANTUM, 0)
    one.charge(0.2)
    assert one.credit == pytest.approx(QUANTUM - 0.2)
    assert one.mean == pytest.approx(1 - 0.8 / 4)
    now[0] += 0.5
    one.charge(0)
    assert one.credit == pytest.approx(QUANTUM - 0.2 + 0.1)
    one.charge(99)
    assert one.credit == -2.0
    now[0] += 1000
    one.charge(0)
    assert one.credit == QUANTUM


def test_accounts_of_old_are_forgotten(monkeypatch):
    """The one that was charged longest ago goes first."""
    monkeypatch.setattr(turns, "_REMEMBERED", 2)
    every = Turns(1.0)
    a, b = every.account("a"), every.account("b")
    every.charge("a", 0.1)
    every.account("c")
    assert every.account("a") is a
    assert every.account("b") is not b


@pytest.mark.parametrize(
    ("most", "running", "may"), [(0, 5, True), (2, 1, True), (2, 2, False), (1, 0, True)]
)
def test_share_of_a_client(most, running, may):
    """It has no more places than its share, if there is one."""
    every = Turns(1.0, most)
    account = every.account("a")
    account.running = running
    assert every.may_run(account) is may


def test_delay():
    """What waits of the client, its mean, and the share of the places that is its own."""

    async def work():
        every = Turns(2.0)
        a, c = every.account("a"), every.account("c")
        assert every.delay(a, 4, 0) == 2.0 / 4
        every.wait("a")
        every.wait("b")
        assert every.count == 2
        assert every.delay(a, 4, 0) == 2 * 2.0 * 2 / 4
        assert every.delay(c, 4, 0) == 2.0 * 3 / 4
        one, eight = Turns(2.0, 1), Turns(2.0, 8)
        assert one.delay(one.account("a"), 4, 1) == 2.0
        assert one.delay(one.account("a"), 4, 0) == 2.0 / 4  # alone
        assert eight.delay(eight.account("a"), 4, 1) == 2.0 / 4

    run(work())


def test_alone():
    """A client that has all that is taken, while nobody else waits."""

    async def work():
        every = Turns(1.0)
        account = every.account("a")
        account.running = 2
        assert [every.is_alone(account, taken) for taken in (2, 3)] == [True, False]
        every.wait("a")
        assert every.is_alone(account, 2)
        every.wait("b")
        assert not every.is_alone(account, 2)

    run(work())


def test_next_turn():
    """Clients in turn; one in debt goes to the end, and what is given up is passed over."""

    async def work():
        every = Turns(1.0)
        tickets = [every.wait(name) for name in ("a", "a", "b")]
        always = lambda _: True  # noqa: E731
        took = lambda account: account.client  # noqa: E731
        tickets[1].cancel()
        every.call(always, always, took)
        assert [ticket.result() for ticket in (tickets[0], tickets[2])] == ["a", "b"]
        assert (every.count, every.waited_for(always)) == (0, False)
        poor, rich = every.wait("c"), every.wait("d")
        every.charge("c", 0.3)
        every.call(always, lambda _: False, took)
        every.call(lambda _: False, always, took)
        assert (rich.done(), poor.done()) == (False, False)
        room = iter((True, False))
        every.call(always, lambda _: next(room), took)
        assert (rich.done(), poor.done()) == (True, False)
        every.call(always, always, took)
        assert poor.done()
        gone = every.wait("e")
        every.leave("e", gone)
        every.leave("e", gone)
        assert every.count == 0

    run(work())


def test_heavy_queries_are_remembered(monkeypatch):
    """Some of them, the last ones."""
    monkeypatch.setattr("kkgraph.endpoint.pool.admission._REMEMBERED", 2)
    one = Admission(SETTINGS)
    for key in (b"a", b"b", b"c"):
        one.remember_heavy(key)
    assert [one.is_heavy(key) for key in (b"a", b"b", b"c")] == [False, True, True]


@pytest.mark.parametrize(("workers", "share"), [(1, 1), (2, 1), (3, 2)])
def test_places_of_the_slow_lane(workers, share):
    """A client has all but one of them, and one at least."""
    one = Admission(Settings("", slow_workers=workers))
    assert one.slow.turns._most == share  # noqa: SLF001 - its share
    assert one.quick.turns._most == 0  # noqa: SLF001 - same


# Workers.


def test_messages():
    """A head and a body, in pieces and together; what comes is one's own."""
    one = messages.encode({"a": 1}, b"body")
    other = messages.encode({"b": [1, {"c": None}]})
    buffer = bytearray(one[:5])
    assert list(messages.taken(buffer)) == []
    buffer += one[5:] + other + one[:9]
    assert list(messages.taken(buffer)) == [({"a": 1}, b"body"), ({"b": [1, {"c": None}]}, b"")]
    assert bytes(buffer) == one[:9]
    head, _ = messages.decode(one)
    head["a"] = 2
    assert messages.decode(one)[0] == {"a": 1}
    assert messages.length_of(one[:-1]) is None
    assert messages.length_of(one + b"x") == len(one)
    assert messages.length_of(b"") is None


def test_incoming():
    """What came together, until the other side has gone."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(messages.encode({"a": 1}) + messages.encode({"b": 2}, b"x"))
        assert list(messages.incoming(ours)) == [[({"a": 1}, b""), ({"b": 2}, b"x")]]


@pytest.fixture
def unlimited(monkeypatch):
    """Keep a process's limits and priority; return those that it asked for."""
    import resource

    asked = []
    monkeypatch.setattr(resource, "setrlimit", lambda *given: asked.append(given))
    monkeypatch.setattr(worker.os, "nice", lambda number: asked.append(("nice", number)))
    return asked


def test_confined(unlimited, monkeypatch):
    """It may grow by so much, leave no core, and open so many files."""
    import resource

    monkeypatch.setattr(worker, "_size", lambda: 1000)
    worker.confine(24, files=3)
    assert unlimited == [
        (resource.RLIMIT_AS, (1024, 1024)),
        (resource.RLIMIT_CORE, (0, 0)),
        (resource.RLIMIT_NOFILE, (3, 3)),
    ]
    monkeypatch.undo()
    assert 1 << 20 < worker._size() < 1 << 45  # noqa: SLF001 - bytes of this process


def test_roles(unlimited, monkeypatch):
    """Who answers queries opens no file, who builds a network some."""
    loops = []
    monkeypatch.setattr(worker, "confine", lambda memory, files: unlimited.append((memory, files)))
    monkeypatch.setattr(worker, "loop", lambda *given, **more: loops.append((given, more)))
    snapshot = SimpleNamespace(settings=Settings("", worker_memory=7))
    for role in ("worker", "heavy", "builder", "checker"):
        worker.ROLES[role]("sock", snapshot)
    assert unlimited == [(7, 0), (7, 0), (7, 64)]
    assert [bool(more.get("sending")) for _, more in loops] == [True, False, False, False]
    assert all(given[0] == "sock" for given, _ in loops)


@pytest.mark.parametrize(("role", "nice"), [("worker", []), ("heavy", [("nice", 10)])])
def test_start(unlimited, monkeypatch, role, nice):
    """All but the quick have less of the processor; a server that has gone is no failure."""
    done = []

    def work(sock, snapshot):
        done.append((sock, snapshot))
        raise ConnectionError

    monkeypatch.setitem(worker.ROLES, role, work)
    worker.start(role, "sock", "snapshot")
    assert (done, unlimited) == ([("sock", "snapshot")], nice)


def test_loop():
    """It says that it is ready and who it is, answers in turn, and steps on while nothing comes."""
    ours, theirs = socket.socketpair()
    steps = iter([None, None])
    taken = []

    def idle():
        for step in steps:
            taken.append(step)
            yield None
        ours.sendall(b"".join(messages.encode({"limit": 1, "n": n}) for n in range(2)))
        ours.shutdown(socket.SHUT_WR)

    def answer(head, _body):
        if head["n"]:
            raise ValueError("x")
        return Response(200, {"a": "b"}, b"body", cacheable=True)

    with ours, theirs:
        worker.loop(theirs, answer, idle())
        theirs.shutdown(socket.SHUT_WR)
        got = [one for together in messages.incoming(ours) for one in together]
    assert got[0] == ({"status": 0, "headers": {"pid": str(os.getpid())}}, b"")
    assert got[1] == (
        {"status": 200, "cacheable": True, "written": False, "headers": {"a": "b"}},
        b"body",
    )
    assert got[2][0]["headers"] == {"failure": "ValueError: x"}
    assert len(taken) == 2


def test_plain_requests_are_read_by_the_worker():
    """What is not plain is handed back; the answer of a plain one is written whole."""
    asked = []

    def answering(head, body):
        asked.append((head, body))
        return Response(HEAVY if body == b"heavy" else 200, {"content-type": "text/csv"}, b"x")

    def read(body, job="get"):
        head = {"job": job, "accept": "text/csv", "packing": False}
        return worker._reading(answering, head, body)  # noqa: SLF001 - what a role calls

    assert read(b"anything", "sparql").written is False
    found = read(b"query=light&format=json")
    assert (found.written, found.status) == (True, 200)
    assert found.body.endswith(b"\r\n\r\nx")
    head, body = asked[-1]
    assert (head["job"], body) == ("sparql", b"light")
    assert head["accept"] != "text/csv"
    assert read(b"query=heavy").status == HEAVY
    for wrong in (b"", b"lang=da", b"query=a&query=b"):
        assert read(wrong).status == messages.NOT_PLAIN


@pytest.mark.parametrize(
    ("given", "text", "is_light"),
    [
        ({}, b"SELECT * { <urn:x> ?p ?o }", True),
        ({"job": "query"}, b"SELECT * { <urn:x> ?p ?o }", False),
        ({"dataset": [["urn:g"], []]}, b"SELECT * { <urn:x> ?p ?o }", False),
        ({"edition": {}}, b"SELECT * { <urn:x> ?p ?o }", False),
        ({}, b"SELECT * { ?s ?p ?o }", False),
    ],
)
def test_light_for_sure(given, text, is_light):
    """A query that looks one thing up, of the whole graph as it is."""
    head = {"job": "sparql", "dataset": None, **given}
    assert worker._is_light(head, text) is is_light  # noqa: SLF001 - the rule


# The data against the shapes.


@pytest.mark.parametrize(
    ("conforms", "digest", "status"), [(True, "d", 200), (True, "x", 409), (False, "d", 422)]
)
def test_checked(monkeypatch, conforms, digest, status):
    """They hold, the files changed meanwhile, or they do not hold and it is told how to go on."""
    report = SimpleNamespace(conforms=conforms)
    snapshot = SimpleNamespace(store=SimpleNamespace(project=SimpleNamespace(root="r")), digest="d")
    monkeypatch.setattr(
        "kkgraph.validation.conformance.Validation",
        lambda _: SimpleNamespace(run=lambda: report),
    )
    monkeypatch.setattr(
        "kkgraph.validation.report.text.summary", lambda _r, _root, lang: f"sum {lang}"
    )
    monkeypatch.setattr(checking.snapshots, "fingerprint", lambda _: digest)
    found = checking.check(snapshot)
    assert found.status == status
    if status == 422:
        said = json.loads(found.body)
        assert said["en"].startswith("sum en; ")
        assert said["da"].startswith("sum da; ")


def test_what_cannot_be_checked(monkeypatch):
    """Files that cannot be read are told in every language."""

    def fail(_):
        raise KkgraphError(Message("cli.stopped"))

    monkeypatch.setattr("kkgraph.validation.conformance.Validation", fail)
    snapshot = SimpleNamespace(store=SimpleNamespace(project=None), digest="")
    found = checking.check(snapshot)
    assert (found.status, set(json.loads(found.body))) == (422, {"da", "en"})


# The service manager.


@pytest.mark.parametrize("abstract", [False, True])
def test_service_manager_is_told(monkeypatch, tmp_path, abstract):
    """At its socket, named by a path or in the abstract space; lines together."""
    address = f"@kkgraph-{os.getpid()}" if abstract else str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"\0{address[1:]}" if abstract else address)
        manager.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        notify.tell("A=1", "B=2")
        assert manager.recv(100) == b"A=1\nB=2"
        monkeypatch.setattr(notify.time, "monotonic_ns", lambda: 5_000_999)
        notify.reloading()
        assert manager.recv(100) == b"RELOADING=1\nMONOTONIC_USEC=5000"
    notify.tell("nobody hears")
    monkeypatch.delenv("NOTIFY_SOCKET")
    notify.tell("nobody is there")


@pytest.mark.parametrize(
    ("pid", "fds", "is_handed"),
    [(0, "1", True), (0, "0", False), (0, None, False), (1, "1", False), (None, "1", False)],
)
def test_socket_that_is_handed_over(monkeypatch, pid, fds, is_handed):
    """Only to this process, and if there is one; what it starts does not have it."""
    for name, value in (
        ("LISTEN_PID", None if pid is None else os.getpid() + pid),
        ("LISTEN_FDS", fds),
    ):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, str(value))
    told = []
    monkeypatch.setattr(notify.os, "set_inheritable", lambda *given: told.append(given))
    monkeypatch.setattr(notify.socket, "socket", lambda fileno: ("socket", fileno))
    assert notify.handed_over() == (("socket", 3) if is_handed else None)
    assert told == ([(3, False)] if is_handed else [])


def test_settings_pass_to_another_process():
    """All of them, as they are."""
    one = Settings("r", port=1, trusted_proxies=("a",), as_of="2021")
    other = Settings.parse(one.dump())
    assert list(other.trusted_proxies) == ["a"]
    assert (other.port, other.as_of, other.source) == (1, "2021", None)


# The fork server.


class Process:
    """A process that ends when it likes."""

    def __init__(self, *ends):
        """Take what waiting for it comes to."""
        self.ends, self.killed, self.pid = list(ends), False, 4242

    def wait(self, _seconds=None):
        """Wait."""
        end = self.ends.pop(0) if self.ends else 0
        if isinstance(end, BaseException):
            raise end
        return end

    def kill(self):
        """Note that it was killed."""
        self.killed = True


@contextlib.contextmanager
def client(process=None):
    """Yield the server's end of a made-up fork server, and the other end."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)  # noqa: FBT003 - the standard library's signature
    with ours, theirs:
        yield fork_client.ForkServerClient(process or Process(), ours), theirs


def test_fork_server_reports():
    """What it has loaded, or why it could not; one that ends without a word is told."""

    async def work():
        with client() as (one, theirs):
            theirs.sendall(messages.encode({"digest": "d", "quads": 3}))
            await one.loaded()
            assert (one.report, one.alive) == ({"digest": "d", "quads": 3}, True)
            theirs.close()
            await one.ended()
            assert one.alive is False
        with client() as (one, theirs):
            theirs.sendall(messages.encode({"error": {"en": "no", "da": "nej"}}))
            with pytest.raises(KkgraphError, match="no") as raised:
                await one.loaded()
            assert raised.value.said("da") == "nej"
            await one.ended()
        with client() as (one, theirs):
            theirs.close()
            with pytest.raises(KkgraphError):
                await one.loaded()

    run(work())


def test_fork_server_is_told():
    """In lines; one that hears nothing any more is ended."""
    with client() as (one, theirs):
        one.tell("kill", "7")
        assert theirs.recv(100) == b"kill 7\n"
        theirs.close()
        one.tell("slow", "7")
        assert one.process.killed


def test_workers_are_forked():
    """Each has a name of its own and a socket; without a word of it there is none."""

    async def work():
        with client() as (one, theirs):
            forking = asyncio.ensure_future(one.fork("heavy"))
            await asyncio.sleep(0.01)
            line, fds, _, _ = socket.recv_fds(theirs, 100, 1)
            role, name = line.decode().split()
            assert role == "heavy"
            with socket.socket(fileno=fds[0]) as worker_:
                worker_.sendall(
                    messages.encode({"status": 0, "headers": {"pid": str(os.getpid())}})
                )
                channel = await forking
                assert (channel.name, channel.alive, channel.load) == (name, True, 0)
                channel.close()
            forking = asyncio.ensure_future(one.fork())
            await asyncio.sleep(0.01)
            line, fds, _, _ = socket.recv_fds(theirs, 100, 1)
            assert line.startswith(b"worker ")
            assert line != f"worker {name}\n".encode()
            os.close(fds[0])
            with pytest.raises(ServiceUnavailable) as raised:
                await forking
            assert raised.value.seconds == 5
            theirs.close()
            with pytest.raises(ServiceUnavailable):
                await one.fork()

    run(work())


def test_fork_server_that_does_not_end(monkeypatch):
    """It is killed with all of its kind."""
    killed = []
    monkeypatch.setattr(fork_client.os, "killpg", lambda *given: killed.append(given))

    async def work():
        with client(Process(fork_client.subprocess.TimeoutExpired("x", 5))) as (one, _):
            await one.close()
        assert killed == [(4242, 9)]
        with client() as (one, _):
            await one.close()
        assert len(killed) == 1

    run(work())


def test_fork_server_that_does_not_start(monkeypatch):
    """The system's reason is told."""

    def refuse(*_):
        raise OSError(11, "x")

    monkeypatch.setattr(fork_client, "_process", refuse)
    with pytest.raises(KkgraphError):
        fork_client.start(SETTINGS)
    made = []
    monkeypatch.setattr(fork_client, "_process", lambda sock, text: made.append((sock, text)))
    one = fork_client.start(SETTINGS)
    one._control.close()  # noqa: SLF001 - nobody else does
    assert Settings.parse(made[0][1]).time_limit == 9


# Lanes.


def lane(places=2, ahead=1, mean=1.0, most=0, patience=5.0):
    """Return a lane; a client whose work takes as long as `mean` is quick below 0.02."""
    return Lane(places, Turns(mean, most), patience, ahead)


def names(one, *clients):
    """Return which of some clients get a place at once."""
    return [client for client in clients if one.enter_now(client) is not None]


def test_places_of_a_lane():
    """As many as it has; one that is given back is the next one's."""

    async def work():
        one = lane(2)
        assert names(one, "a", "b", "c") == ["a", "b"]
        assert (one.taken, one.turns.account("a").running) == (2, 1)
        waiting = asyncio.ensure_future(one.enter("c"))
        await asyncio.sleep(0)
        assert one.turns.count == 1
        one.leave(Place("a", False), 0.5)  # noqa: FBT003 - as a lane makes it
        place = await waiting
        assert (place.client, place.is_quick, one.taken) == ("c", False, 2)
        assert one.turns.account("a").mean == pytest.approx(1 - 0.5 / 4)

    run(work())


def test_nobody_overtakes_who_waits():
    """A place that is free is not taken at once while somebody waits who may have it."""

    async def work():
        one = lane(1)
        first = one.enter_now("a")
        waiting = asyncio.ensure_future(one.enter("b"))
        await asyncio.sleep(0)
        one.turns.call, call = (lambda *_: False), one.turns.call
        one.leave(first, 0)
        assert (one.taken, names(one, "c")) == (0, [])
        one.turns.call = call
        one.turns.call(lambda _: True, lambda _: True, one._take)  # noqa: SLF001 - its turn
        await waiting

    run(work())


def test_quick_clients_share_a_place():
    """So many ahead at each; who takes long has one alone, and one is left for the quick."""
    one = lane(2, ahead=3, mean=0.001)
    assert names(one, *"abcdefg") == list("abcdef")
    slow = lane(2, ahead=3, mean=1.0)
    slow._see("quick")  # noqa: SLF001 - one that came of late
    assert names(slow, "a", "b") == ["a"]
    for client in "cdefg":
        slow.turns.account(client).mean = 0.001
    assert names(slow, *"cdefg") == list("cde")
    alone = lane(2, ahead=3, mean=1.0)
    assert names(alone, "a", "b", "c") == ["a", "b"]


def test_who_would_wait_too_long():
    """Is told when to come again: a second at least, a minute at most."""

    async def work():
        for mean, patience, seconds in ((1.5, 1.0, 2), (0.2, 0.1, 1), (500.0, 1.0, 60)):
            one = lane(1, mean=mean, patience=patience)
            one.enter_now("a")
            with pytest.raises(ServiceUnavailable) as raised:
                await one.enter("b")
            assert raised.value.seconds == seconds
            assert one.turns.count == 0
        late = lane(1, mean=0.001, patience=0.01)
        late.enter_now("a")
        with pytest.raises(ServiceUnavailable) as raised:
            await late.enter("b")
        assert (raised.value.seconds, late.turns.count, late.taken) == (2, 0, 1)

    run(work())


def test_so_many_wait_in_a_lane(monkeypatch):
    """One more is refused."""

    async def work():
        monkeypatch.setattr(admission, "_MOST", 1)
        one = lane(1, mean=0.001)
        place = one.enter_now("a")
        first = asyncio.ensure_future(one.enter("b"))
        await asyncio.sleep(0)
        with pytest.raises(ServiceUnavailable):
            await one.enter("c")
        one.leave(place, 0)
        assert (await first).client == "b"

    run(work())


def test_who_gives_up():
    """It waits no more; a place that came just then goes to the next one."""

    async def work():
        one = lane(1, mean=0.001)
        place = one.enter_now("a")
        first, second = (asyncio.ensure_future(one.enter(name)) for name in "bc")
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        assert one.turns.count == 1
        one.leave(place, 0)
        second.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        assert (one.taken, one.turns.count) == (0, 0)
        assert one.turns.account("c").running == 0

    run(work())


def test_the_share_of_a_client():
    """It has no more than that while another has any; what was lent is wanted back once."""

    async def work():
        one = lane(2, most=1)
        own, lent = one.enter_now("a"), one.enter_now("a")
        assert (own.recalled, lent.recalled.done()) == (None, False)
        waiting = asyncio.ensure_future(one.enter("b"))
        await asyncio.sleep(0)
        assert lent.recalled.done()
        assert not one._recall("c")  # noqa: SLF001 - it is wanted back already
        one.leave(lent, 0)
        assert (await waiting).client == "b"
        assert one.enter_now("a") is None
        assert not one._recall("c")  # noqa: SLF001 - nothing is lent now
        again = lane(2, most=1)
        again.enter_now("a")
        again.enter_now("a")
        assert not again._recall("a")  # noqa: SLF001 - its own

    run(work())


# Quick workers.


class Channel:
    """A worker of the quick lane."""

    def __init__(self, load=0, first=None, *, alive=True, kept=False):
        """Take what it has to do."""
        self.load, self.first, self.alive, self.kept = load, first, alive, kept
        self.put_, self.closed, self.name, self.slice = [], False, "w", None

    def put(self, message, *, is_quick):
        """Take a question."""
        self.put_.append((message, is_quick))
        return Question(asyncio.get_running_loop().create_future(), is_quick)

    def limit(self, seconds):
        """Take the slice."""
        self.slice = seconds

    def close(self):
        """Let it go."""
        self.closed = True


def test_the_worker_that_is_fittest(monkeypatch):
    """Not one with enough, nor one kept; of others one that is at something short, with least."""
    monkeypatch.setattr(quick.time, "monotonic", lambda: 100.0)
    short, long = Question(None, started=99.995), Question(None, started=99.98)
    slow = Question(None, is_quick=False, started=100.0)
    every = [
        Channel(8),
        Channel(0, kept=True),
        Channel(1, long),
        Channel(1, slow),
        Channel(3, short),
        Channel(2, short),
    ]
    workers = quick.QuickWorkers(ForkServer(), SETTINGS)
    workers.workers = every
    order = []
    while (found := workers._able()) is not None:  # noqa: SLF001 - the choice
        order.append(every.index(found))
        found.kept = True
    assert order == [5, 4, 2, 3]


def test_a_question_at_once():
    """If a worker can take it; dead ones are replaced, and lost."""

    async def work():
        workers = quick.QuickWorkers(ForkServer(fresh := Channel()), SETTINGS)
        assert workers.begin(b"q", Place("a", True)) is None  # noqa: FBT003 - as a lane makes it
        workers.workers = [Channel(alive=False), one := Channel()]
        asked = workers.begin(b"q", Place("a", True))  # noqa: FBT003 - same
        assert (asked.worker, one.put_, workers.lost) == (one, [(b"q", True)], 1)
        await asyncio.sleep(0.01)
        assert workers.workers == [one, fresh]
        assert fresh.slice == SETTINGS.time_slice
        assert workers.end(asked.__class__(one, Question(done("x")))) == "x"
        for bad in (done(ValueError()), done(None, cancelled=True)):
            assert workers.end(asked.__class__(one, Question(bad))) is None
        workers.close()
        assert one.closed

    run(work())


def done(result, *, cancelled=False):
    """Return a future that has come."""
    future = asyncio.get_running_loop().create_future()
    if cancelled:
        future.cancel()
    elif isinstance(result, BaseException):
        future.set_exception(result)
    else:
        future.set_result(result)
    return future


def test_no_worker_in_time():
    """Whoever waits too long for one is told to come again; a new worker ends the wait."""

    async def work():
        settings = Settings("", queue_timeout=0.01)
        workers = quick.QuickWorkers(ForkServer(), settings)
        with pytest.raises(ServiceUnavailable) as raised:
            await workers.ask(b"q", Place("a", True))  # noqa: FBT003 - as a lane makes it
        assert raised.value.seconds == 2
        patient = quick.QuickWorkers(ForkServer(one := Channel()), SETTINGS)
        asking = asyncio.ensure_future(patient.ask(b"q", Place("a", False)))  # noqa: FBT003 - same
        await asyncio.sleep(0)
        await patient.open(1)
        await asyncio.sleep(0)
        assert one.put_ == [(b"q", False)]
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)

    run(work())


def test_statuses_are_told_apart():
    """A worker's own answers are no statuses of HTTP, and each is another."""
    own = {0, HEAVY, messages.NOT_PLAIN}
    assert len(own) == 3
    assert max(own) < 100


# The process that forks.


@pytest.fixture
def forking(monkeypatch):
    """Return a fork server whose children are made up, and what was done with them."""
    did = []
    ours, theirs = socket.socketpair()
    server = fork_server.ForkServer(SimpleNamespace(), theirs)
    pids = iter(range(101, 200))
    monkeypatch.setattr(fork_server.os, "fork", lambda: next(pids))
    monkeypatch.setattr(fork_server.os, "kill", lambda *given: did.append(("kill", *given)))
    gone = set()
    monkeypatch.setattr(
        fork_server.os,
        "waitpid",
        lambda pid, how: did.append(("wait", pid, how)) or (pid * (pid in gone or not how), 0),
    )
    monkeypatch.setattr(fork_server, "_slow_down", lambda pid: did.append(("slow", pid)))
    with ours, theirs:
        yield SimpleNamespace(server=server, sock=ours, did=did, gone=gone, monkeypatch=monkeypatch)


def sent(one, text, *fds):
    """Send orders to a fork server."""
    if fds:
        socket.send_fds(one.sock, [text], fds)
    else:
        one.sock.sendall(text)


def test_orders_of_a_fork_server(forking):
    """Workers by their names; orders in pieces; what is unknown or gone is passed over."""
    with socket.socket() as worker_:
        sent(forking, b"worker 7\nheavy 8\nki", os.dup(worker_.fileno()), os.dup(worker_.fileno()))
    sent(forking, b"ll 7\nslow 8\nkill 9\n")
    forking.sock.shutdown(socket.SHUT_WR)
    forking.server.obey()
    assert [one for one in forking.did if one[0] != "wait"] == [("kill", 101, 9), ("slow", 102)]
    assert forking.server.children == {"7": 101, "8": 102}
    forking.gone.add(101)
    forking.server._reap()  # noqa: SLF001
    assert forking.server.children == {"8": 102}
    forking.did.clear()
    forking.server.kill_all()
    assert forking.did == [("kill", 102, 9), ("wait", 102, 0)]


def test_no_process_to_give(forking):
    """The worker's connection ends, and the server goes on."""

    def refuse():
        raise OSError

    forking.monkeypatch.setattr(fork_server.os, "fork", refuse)
    near, far = socket.socketpair()
    with near:
        sent(forking, b"worker 7\n", far.fileno())
        far.close()
        forking.sock.shutdown(socket.SHUT_WR)
        forking.server.obey()
        assert near.recv(1) == b""
    assert forking.server.children == {}


@pytest.mark.parametrize("broken", [False, True])
def test_main_of_a_fork_server(monkeypatch, broken):
    """It reports what it has loaded and obeys; or why it could not load."""
    did = []
    monkeypatch.setattr(
        fork_server.signal, "signal", lambda number, how: did.append((number.name, how))
    )
    snapshot = SimpleNamespace(graph=[1, 2, 3], digest="d")

    def take(settings):
        if broken:
            raise KkgraphError({"en": "no", "da": "nej"})
        did.append(settings.port)
        return snapshot

    monkeypatch.setattr(fork_server.snapshots, "take", take)
    monkeypatch.setattr(fork_server.snapshots, "warm_up", lambda _: did.append("warm"))
    monkeypatch.setattr(fork_server.gc, "freeze", lambda: did.append("frozen"))
    monkeypatch.setattr(fork_server.ForkServer, "kill_all", lambda _: did.append("killed"))
    ours, theirs = socket.socketpair()
    # main() takes the socket by its number and leaves it open until the process ends.
    given = SimpleNamespace(socket=lambda **_: theirs, recv_fds=socket.recv_fds)
    monkeypatch.setattr(fork_server, "socket", given)
    with ours, theirs:
        ours.shutdown(socket.SHUT_WR)
        fork_server.main(theirs.fileno(), Settings("r", port=7).dump())
        ((report, _),) = next(messages.incoming(ours))
    ignored = [(name, fork_server.signal.SIG_IGN) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    assert did[:3] == ignored
    if broken:
        assert (report, did[3:]) == ({"error": {"da": "nej", "en": "no"}}, [])
    else:
        assert report == {"digest": "d", "quads": 3}
        assert did[3:] == [7, "warm", "frozen", "killed"]
