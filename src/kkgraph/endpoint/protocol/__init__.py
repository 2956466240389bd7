"""SPARQL 1.1 Protocol, content negotiation, descriptions of the service."""
