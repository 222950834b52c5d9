"""Broken files by the thousand: whatever is done to a file, it is read whole or refused in a sentence."""
