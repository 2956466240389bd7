"""What an assistant (a language model with tools) asks the graph, over the protocol MCP."""
