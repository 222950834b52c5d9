"""Tests of the real dashboard in a real browser."""
