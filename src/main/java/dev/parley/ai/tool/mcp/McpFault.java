package dev.parley.ai.tool.mcp;

/** Reports that an MCP server did not do what we asked for. A value: it carries no stack trace. */
final class McpFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What the fault means for the session. */
    enum Kind {
        /** The server does not know the session any more, and has not begun what it was asked. */
        SESSION_GONE,
        /** There is no connection to the server. */
        UNREACHABLE,
        /** The server does not speak the protocol, or not a revision that we know. */
        AWAY,
        /** Nobody waits for the reply any more. */
        GIVEN_UP,
        /** The server took too long; perhaps it did the work. */
        TOO_LATE,
        /** The server understood, and replied with an error. */
        REFUSED
    }

    private final Kind kind;

    /** A fault with a text for models and logs: short, without secrets. */
    McpFault(Kind kind, String text) {
        super(text, null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    boolean is(Kind other) {
        return kind == other;
    }

    /** Any failure as a fault; other exceptions are those of connections. */
    static McpFault of(Throwable failure) {
        return failure instanceof McpFault fault ? fault : new McpFault(Kind.UNREACHABLE, "it cannot be reached");
    }
}
