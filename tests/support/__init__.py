"""What tests share: the real server in a process of its own, and a browser that cannot leave it."""
