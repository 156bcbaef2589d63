"""The command `live`: build at each save, and show it in a browser."""
