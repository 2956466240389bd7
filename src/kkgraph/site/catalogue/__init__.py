"""Descriptions of the data set: DCAT, VoID, citations, hosting."""
