"""Registry, visits and figures of the cooperatives of one district office.

Data flows one way: ``imports`` reads an export file, ``store`` keeps it, ``database`` reads the store,
``figures`` and ``queries`` turn it into typed results. Nothing in here knows a screen.
"""
