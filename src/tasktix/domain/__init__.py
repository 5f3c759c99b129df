"""The rules of Tasktix: pure values and aggregates. No I/O, no clock, no chance, no library but attrs."""
