"""Alerts: queries in the operator's file, and what is new of each since the last run."""

from __future__ import annotations
