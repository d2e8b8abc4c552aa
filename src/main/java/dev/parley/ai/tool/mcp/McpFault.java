package dev.parley.ai.tool.mcp;

/** A server did not do what it was asked. A value: it carries no stack trace. */
final class McpFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What that means for the session. */
    enum Kind {
        /** The server does not know the session any more, and has not begun what it was asked. */
        SESSION_GONE,
        /** There is no connection to it. */
        UNREACHABLE,
        /** It does not speak the protocol, or not this revision of it. */
        AWAY,
        /** Nobody waits for it any more. */
        GIVEN_UP,
        /** It took too long; perhaps it did it. */
        TOO_LATE,
        /** It understood, and answered with an error. */
        REFUSED
    }

    private final Kind kind;

    /** A fault with a text for models and logs: short, without secrets */
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

    /** Any failure as one of these; others are those of connections. */
    static McpFault of(Throwable failure) {
        return failure instanceof McpFault fault ? fault : new McpFault(Kind.UNREACHABLE, "it cannot be reached");
    }
}
