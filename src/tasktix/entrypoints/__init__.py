"""How a process starts: settings, wiring, command line."""
