"""What tests stand on: a real MariaDB, the program as a process, a real browser."""
