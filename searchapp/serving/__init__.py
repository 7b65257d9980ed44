"""How a process of the site serves many connections: docs/decisions/0019-worker.md.

A loop reads requests and sends answers (``connection``); one thread makes the answers (``maker``),
in an order that is fair to those who wait (``line``, ``shares``).
"""
