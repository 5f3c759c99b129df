"""Use cases and the ports they need. Synchronous; knows the domain and attrs, nothing else."""
