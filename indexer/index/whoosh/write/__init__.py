"""Batches → segments: sorted in runs, numbered by date, interleaved, merged."""
