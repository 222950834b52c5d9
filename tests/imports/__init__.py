"""A catalogue of what offices send, and of what becomes of it."""
