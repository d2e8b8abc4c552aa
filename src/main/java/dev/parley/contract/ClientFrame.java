package dev.parley.contract;

import dev.parley.model.Content;
import java.util.List;

/**
 * A valid frame from a client to the server, protocol.md 3.1.
 *
 * @param id the client's, null when it gave none
 * @param room as the client wrote it, null when it gave none
 * @param conversation its synonym, null when it gave none
 */
public record ClientFrame(String id, String room, String conversation, Body body) {

    /** What is wanted. */
    public sealed interface Body {
        <R> R handledBy(Handler<R> handler);
    }

    /** One method a type: a new one does not compile until it is handled. */
    public interface Handler<R> {
        R init(Init body);

        R message(Message body);

        R loadMessages(LoadMessages body);

        R typing(Typing body);

        R who(Who body);

        R leave(Leave body);

        R auth(Auth body);

        R ping(Ping body);

        R cancel(Cancel body);

        R approve(Approve body);

        R registered(Registered body);

        R edit(Edit body);

        R delete(Delete body);

        R react(React body);

        R emit(Emit body);

        R signal(Signal body);

        R state(State body);

        R getState(GetState body);
    }

    /**
     * Enter, or resume.
     *
     * @param since -1 when nothing shall be replayed
     * @param state whether the room's shared state is wanted as well
     */
    public record Init(long since, boolean state) implements Body {
        /** Without the state. */
        public Init(long since) {
            this(since, false);
        }

        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.init(this);
        }
    }

    /** Say something. */
    public record Message(Content content) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.message(this);
        }
    }

    /**
     * A page of history: the latest of what came before a message, or the first of what came after one; without any,
     * the latest.
     *
     * @param before a message's {@code seq}; -1 when absent
     * @param after a message's {@code seq}; -1 when absent, as in every frame: only HTTP pages forward
     * @param startAfter as {@code before} by the message's id, or its {@code seq} in digits where no message has that
     *     id; null when absent
     */
    public record LoadMessages(int limit, long before, long after, String startAfter) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.loadMessages(this);
        }
    }

    /** Typing, or not any more. */
    public record Typing(boolean on) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.typing(this);
        }
    }

    /** Who is here. */
    public record Who() implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.who(this);
        }
    }

    /** Go. */
    public record Leave() implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.leave(this);
        }
    }

    /** A new token. It is a secret, so it is not printed. */
    public record Auth(String token) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.auth(this);
        }

        @Override
        public String toString() {
            return "Auth[…]";
        }
    }

    /** Are you there. */
    public record Ping() implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.ping(this);
        }
    }

    /** Stop an answer. */
    public record Cancel(String turn) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.cancel(this);
        }
    }

    /**
     * A frame of a type that a capability has registered, which alone understands it.
     *
     * @param json the whole frame: a JSON object's text
     */
    public record Registered(String type, String json) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.registered(this);
        }
    }

    /** Replace the text of one's own message. */
    public record Edit(long target, String text) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.edit(this);
        }
    }

    /** Delete a message or a custom event. */
    public record Delete(long target) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.delete(this);
        }
    }

    /** React to a message, or take that back. */
    public record React(long target, String emoji, boolean on) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.react(this);
        }
    }

    /**
     * Store a custom event.
     *
     * @param data JSON of any kind, as text
     */
    public record Emit(String name, String data) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.emit(this);
        }
    }

    /**
     * Send a custom event that is not stored.
     *
     * @param data JSON of any kind, as text
     * @param to ids of users; empty for all the others
     */
    public record Signal(String name, String data, List<String> to) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.signal(this);
        }
    }

    /**
     * Change the room's shared state.
     *
     * @param patch a JSON Merge Patch (RFC 7396), an object, as text
     * @param base the {@code seq} that it was made on; -1 when absent
     */
    public record State(String patch, long base) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.state(this);
        }
    }

    /** Get the room's shared state. */
    public record GetState() implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.getState(this);
        }
    }

    /** Answers an assistant's request to use a tool that needs a person. */
    public record Approve(String turn, String call, boolean allow) implements Body {
        @Override
        public <R> R handledBy(Handler<R> handler) {
            return handler.approve(this);
        }
    }
}
