"""Articles that tell one story in two languages though no page says so.

``facts``, ``name_keys``, ``numerals``: what an article says that has no language. ``evidence``:
what two articles share. ``candidates``, ``judge``: which of some days are twins. ``noted``,
``table``: what is kept. ``block``, ``settle``: kept up to the store. ``said``: the operator's file.
``twins``: all of it, for the rest of the project.
"""
