"""The partner cities on a map: a network's places, drawn on outlines that come with the package."""
