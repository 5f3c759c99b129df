"""What the performance table is made with: `python -m bench` measures the real program from outside."""
