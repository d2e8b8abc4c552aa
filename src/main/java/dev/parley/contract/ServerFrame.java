package dev.parley.contract;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.json.JsonWriter;
import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.HistoryPage;
import dev.parley.model.Member;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import dev.parley.model.StoredBody;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.model.TurnSnapshot;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** A frame from the server to a client, protocol.md 3.2. */
public sealed interface ServerFrame {

    /** Writes its fields, {@code type} first. */
    void write(JsonWriter json);

    /** As it goes over the wire. */
    default JsonObject toJson() {
        return JsonWriter.tree(this::write);
    }

    /** As UTF-8, encoded once for everybody. */
    default byte[] encode() {
        return JsonWriter.object(this::write);
    }

    /** As UTF-8, with the {@code id} of the frame that it answers; null when that had none. */
    default byte[] encode(String id) {
        return id == null
                ? encode()
                : JsonWriter.object(json -> {
                    write(json);
                    json.field("id", id);
                });
    }

    /** How an event of the log is announced, live and in a replay. */
    static ServerFrame of(Event event) {
        return switch (event.type()) {
            case EventType.MESSAGE -> new Message(event);
            case EventType.ANSWER -> new Complete(event);
            default -> new PassedOn(event);
        };
    }

    @CanIgnoreReturnValue
    private static JsonWriter in(String room, String type, JsonWriter json) {
        return json.field("type", type).field("room", room);
    }

    /**
     * One is in.
     *
     * @param role what one may do here
     * @param seq the room's last
     * @param since where the replay starts
     * @param sizes what one may send
     * @param state the room's shared state, which has every change up to {@code seq}; null unless it was wanted
     */
    record Ready(
            String room,
            String user,
            Role role,
            long seq,
            long since,
            boolean reset,
            int members,
            List<TurnSnapshot> turns,
            String node,
            Sizes sizes,
            StateLoaded state)
            implements ServerFrame {
        /** The longest frame and message text, in bytes of UTF-8. */
        public record Sizes(long frame, long text) {
            private void write(JsonWriter json) {
                json.field("frame", frame).field("text", text);
            }
        }

        @Override
        public void write(JsonWriter json) {
            in(room, "ready", json)
                    .field("userId", user)
                    .field("role", role.text())
                    .field("seq", seq)
                    .field("since", since)
                    .field("reset", reset)
                    .field("members", members)
                    .objects("turns", turns, Ready::write)
                    .field("node", node)
                    .object("limits", sizes::write)
                    .field("v", 1);
            if (state != null) {
                json.object("state", state::writeState);
            }
        }

        private static void write(TurnSnapshot turn, JsonWriter json) {
            json.field("turn", turn.turn())
                    .field("assistant", turn.assistant())
                    .field("attempt", turn.attempt())
                    .field("prompt", turn.prompt())
                    .field("asker", turn.asker())
                    .field("content", turn.content())
                    .objects("calls", turn.calls(), ToolCall::write);
        }
    }

    /**
     * A capability's reply to a frame.
     *
     * @param type text that no other frame has
     * @param body the other fields
     */
    record OfCapability(String type, String room, JsonObject body) implements ServerFrame {
        /** Written by others; a body's fields of these names are left out. */
        private static final Set<String> OF_EVERY_REPLY = Set.of("type", "room", "id");

        @Override
        public void write(JsonWriter json) {
            in(room, type, json);
            body.forEach(field -> {
                if (!OF_EVERY_REPLY.contains(field.getKey())) {
                    json.spliced(field.getKey(), Json.encode(field.getValue()));
                }
            });
        }
    }

    /** Somebody said something. */
    record Message(Event event) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            in(event.room(), "message", json).field("seq", event.seq()).object("message", event::write);
        }
    }

    /** Durable. {@code id} is the message's, and that of the frame which brought it if that had one. */
    record Ack(String id, String room, long seq, long ts, boolean duplicate) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            in(room, "ack", json).field("id", id).field("seq", seq).field("ts", ts);
            if (duplicate) {
                json.field("duplicate", true);
            }
        }

        @Override
        public byte[] encode(String id) {
            return encode();
        }
    }

    /** Done, nothing stored unless {@code seq} is above 0. */
    record Done(String room, long seq, long ts, boolean duplicate) implements ServerFrame {
        /** Done now. */
        public Done(String room, long seq, long ts) {
            this(room, seq, ts, false);
        }

        @Override
        public void write(JsonWriter json) {
            in(room, "ack", json);
            if (seq > 0) {
                json.field("seq", seq);
            }
            json.field("ts", ts);
            if (duplicate) {
                json.field("duplicate", true);
            }
        }
    }

    /** A page of history, oldest first. */
    record MessagesLoaded(String room, HistoryPage page) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            page.write(json);
            json.field("type", "messages_loaded").field("room", room);
        }
    }

    /** A piece of an answer; the first tells which message it answers, and who asked. */
    record Chunk(String room, Turn of, int offset, String content) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            in(room, "chunk", json)
                    .field("turn", of.id())
                    .field("assistant", of.assistant())
                    .field("attempt", of.attempt())
                    .field("offset", offset)
                    .field("content", content);
            if (offset == 0) {
                json.field("prompt", of.promptSeq()).field("asker", of.asker().id());
            }
        }
    }

    /** An assistant uses a tool, or waits for a person's permission to. */
    record Tool(String room, String turn, ToolCall call) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            call.write(in(room, "tool", json).field("turn", turn));
        }
    }

    /** An answer ended. */
    record Complete(Event event) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            StoredBody stored = StoredBody.of(event.body());
            in(event.room(), "complete", json);
            stored.copyText("turn", json, "turn");
            stored.copyText("reason", json, "reason");
            if (!stored.isDeleted()) {
                stored.copyText("text", json, "content");
            }
            json.field("seq", event.seq()).object("message", message -> event.write(message, stored));
            stored.copy("usage", json);
            stored.copy("error", json);
        }
    }

    /**
     * An event as it is: the fields of its body beside those of every event. Edits, deletes, reactions, custom events
     * and changes of the shared state go so, and every type that this version does not know.
     */
    record PassedOn(Event event) implements ServerFrame {
        /** Written here; a body's fields of these names are left out. */
        private static final Set<String> OF_EVERY_EVENT = Set.of("type", "room", "seq", "by", "ts");

        @Override
        public void write(JsonWriter json) {
            in(event.room(), event.type(), json)
                    .field("seq", event.seq())
                    .field("by", event.from().id())
                    .field("ts", event.ts());
            StoredBody body = StoredBody.of(event.body());
            for (String name : body.values().keySet()) {
                if (!OF_EVERY_EVENT.contains(name)) {
                    body.copy(name, json);
                }
            }
        }
    }

    /**
     * A custom event that is not stored.
     *
     * @param data JSON of any kind, as text
     */
    record Signal(String room, String by, String name, String data) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            in(room, "signal", json).field("by", by).field("name", name).spliced("data", data);
        }
    }

    /**
     * The room's shared state.
     *
     * @param seq of its last change; 0 when there was none
     * @param state a JSON object's text
     */
    record StateLoaded(String room, long seq, String state) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            writeState(in(room, "state_loaded", json));
        }

        private void writeState(JsonWriter json) {
            json.field("seq", seq).spliced("state", state);
        }
    }

    /** Somebody types, or stopped. */
    record Typing(String room, String by, boolean on) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            in(room, "typing", json).field("by", by).field("on", on);
        }
    }

    /** Who is here. */
    record Members(String room, List<Member> members, int count) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            in(room, "members", json).objects("members", members, Member::write).field("count", count);
        }
    }

    /** Who came. */
    record Joined(String room, List<Member> members) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            in(room, "joined", json).objects("members", members, Member::write);
        }
    }

    /** Who went. */
    record Gone(String room, List<String> members) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            in(room, "gone", json).field("members", members);
        }
    }

    /**
     * One is out.
     *
     * @param code why, when it was not one's own wish: {@code FORBIDDEN} or {@code NOT_FOUND}; null when it was
     */
    record Left(String room, Code code) implements ServerFrame {
        /** By one's own wish. */
        public Left(String room) {
            this(room, null);
        }

        @Override
        public void write(JsonWriter json) {
            in(room, "left", json);
            if (code != null) {
                json.field("code", code.text());
            }
        }
    }

    /** The new token holds. */
    record Authed(long expiresAt) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            json.field("type", "authed").field("expiresAt", expiresAt);
        }
    }

    /** The server's time. */
    record Pong(long ts) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            json.field("type", "pong").field("ts", ts);
        }
    }

    /** This connection fell behind; {@code seq} is the last it was sent. */
    record Resync(String room, long seq) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            in(room, "resync", json).field("seq", seq);
        }
    }

    /** No. {@code room} is null when it belongs to none. */
    record Failed(Refusal refusal, String room) implements ServerFrame {
        @Override
        public void write(JsonWriter json) {
            json.field("type", "error")
                    .field("error", refusal.text())
                    .field("code", refusal.code().text());
            if (room != null) {
                json.field("room", room);
            }
            if (refusal.retryAfterMs() > 0) {
                json.field("retryAfterMs", refusal.retryAfterMs());
            }
        }
    }
}
