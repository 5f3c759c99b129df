"""Bells wake the feeds of the log's readers. They carry no data; slow polling is the net under each."""
