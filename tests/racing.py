"""Threads that meet at a barrier, each with its own connection to PostgreSQL."""

from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection

from units import history


def race(*acts):
    """Run all at once; for each None, or what it raised."""
    barrier, found = Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            act()
        except Exception as error:
            found[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


def both_look_first(monkeypatch, module, name, look):
    """In place of the lock `module.name`: `look`, and neither goes on before the other has looked."""
    both = Barrier(2)

    def looked(*args, **given):
        found = look(*args, **given)
        try:
            both.wait(timeout=5)
        except BrokenBarrierError:
            pytest.fail("the other never looked")
        return found

    monkeypatch.setattr(module, name, looked)


def nothing_compared(monkeypatch):
    """A move sets a status whatever it is by now."""

    def set_without_comparing(thing, to, **fields):
        type(thing)._base_manager.filter(pk=thing.pk).update(status=to, **fields)
        thing.status = to

    monkeypatch.setattr(history, "compare_and_set", set_without_comparing)
