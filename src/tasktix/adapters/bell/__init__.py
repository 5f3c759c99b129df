"""Bells wake the feeds of the log's readers; slow polling is the net under each. They carry no data but words (`say`),
which are over in a minute and may be lost."""
