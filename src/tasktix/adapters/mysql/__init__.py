"""MySQL and MariaDB: the real store."""
