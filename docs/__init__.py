"""The guide for the office, and the script that takes its pictures."""
