"""Help for those who turn a document into Turtle: it proposes, a curator reads and decides."""
