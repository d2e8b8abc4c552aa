package dev.parley.protocol;

import dev.parley.bus.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The contract's frames from server to client, section 3. */
public sealed interface ServerFrame {

    /** As it goes over the wire, with its {@code type}. */
    JsonObject toJson();

    /** As UTF-8, encoded once for everybody. */
    default byte[] encode() {
        return toJson().encode().getBytes(StandardCharsets.UTF_8);
    }

    /** How an event of the log is announced, live and in a replay. */
    static ServerFrame of(Event event) {
        return switch (event.type()) {
            case MESSAGE -> new Message(event);
            case ANSWER -> new Complete(event);
        };
    }

    private static JsonObject frame(String type) {
        return new JsonObject().put("type", type);
    }

    private static JsonObject frame(String type, String room) {
        return frame(type).put("room", room);
    }

    private static JsonArray listOf(List<Member> members) {
        JsonArray array = new JsonArray();
        members.forEach(m -> array.add(m.toJson()));
        return array;
    }

    private static JsonArray callsOf(List<ToolCall> calls) {
        JsonArray array = new JsonArray();
        calls.forEach(call -> array.add(call.toJson()));
        return array;
    }

    /** One is in; the replay starts after {@code since}. */
    record Ready(RoomReply.Entered entered, String room, String user, long since, boolean reset, String node)
            implements ServerFrame {
        @Override
        public JsonObject toJson() {
            JsonArray turns = new JsonArray();
            entered.turns()
                    .forEach(t -> turns.add(new JsonObject()
                            .put("turn", t.turn())
                            .put("assistant", t.assistant())
                            .put("attempt", t.attempt())
                            .put("prompt", t.prompt())
                            .put("content", t.content())
                            .put("calls", callsOf(t.calls()))));
            return frame("ready", room)
                    .put("userId", user)
                    .put("seq", entered.seq())
                    .put("since", since)
                    .put("reset", reset)
                    .put("members", entered.members())
                    .put("turns", turns)
                    .put("node", node)
                    .put("v", 1);
        }
    }

    /** Somebody said something. */
    record Message(Event event) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            return frame("message", event.room()).put("seq", event.seq()).put("message", event.message());
        }
    }

    /** Durable. */
    record Ack(String id, String room, RoomReply.Stored stored) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            JsonObject json =
                    frame("ack", room).put("id", id).put("seq", stored.seq()).put("ts", stored.ts());
            return stored.duplicate() ? json.put("duplicate", true) : json;
        }
    }

    /** Done, nothing stored unless {@code seq} is above 0. */
    record Done(String room, long seq, long ts) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            JsonObject json = frame("ack", room);
            if (seq > 0) {
                json.put("seq", seq);
            }
            return json.put("ts", ts);
        }
    }

    /** A page of history, oldest first. */
    record MessagesLoaded(String room, HistoryPage page) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            return page.toJson().put("type", "messages_loaded").put("room", room);
        }
    }

    /** A piece of an answer; the first tells which message it answers. */
    record Chunk(String room, Turn of, int offset, String content) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            JsonObject json = frame("chunk", room)
                    .put("turn", of.id())
                    .put("assistant", of.assistant())
                    .put("attempt", of.attempt())
                    .put("offset", offset)
                    .put("content", content);
            return offset == 0 ? json.put("prompt", of.promptSeq()) : json;
        }
    }

    /** An assistant uses a tool, or waits for a person's permission to. */
    record Tool(String room, String turn, ToolCall call) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            return frame("tool", room).put("turn", turn).mergeIn(call.toJson());
        }
    }

    /** An answer ended. */
    record Complete(Event event) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            JsonObject stored = new JsonObject(event.body());
            JsonObject json = frame("complete", event.room())
                    .put("turn", stored.getString("turn"))
                    .put("reason", stored.getString("reason"))
                    .put("content", stored.getString("text"))
                    .put("seq", event.seq())
                    .put("message", event.message());
            for (String key : new String[] {"usage", "error"}) {
                if (stored.containsKey(key)) {
                    json.put(key, stored.getValue(key));
                }
            }
            return json;
        }
    }

    /** Somebody types, or stopped. */
    record Typing(String room, String by, boolean on) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            return frame("typing", room).put("by", by).put("on", on);
        }
    }

    /** Who is here. */
    record Members(String room, List<Member> members, int count) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            return frame("members", room).put("members", listOf(members)).put("count", count);
        }
    }

    /** Who came. */
    record Joined(String room, List<Member> members) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            return frame("joined", room).put("members", listOf(members));
        }
    }

    /** Who went. */
    record Gone(String room, List<String> members) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            return frame("gone", room).put("members", new JsonArray(members));
        }
    }

    /** One is out. */
    record Left(String room) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            return frame("left", room);
        }
    }

    /** The new token holds. */
    record Authed(long expiresAt) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            return frame("authed").put("expiresAt", expiresAt);
        }
    }

    /** The server's time. */
    record Pong(long ts) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            return frame("pong").put("ts", ts);
        }
    }

    /** This connection fell behind; {@code seq} is the last it was sent. */
    record Resync(String room, long seq) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            return frame("resync", room).put("seq", seq);
        }
    }

    /** No. {@code room} is null when it belongs to none. */
    record Failed(Refusal refusal, String room) implements ServerFrame {
        @Override
        public JsonObject toJson() {
            JsonObject json = frame("error")
                    .put("error", refusal.text())
                    .put("code", Code.of(refusal).text());
            if (room != null) {
                json.put("room", room);
            }
            return refusal.retryAfterMs() > 0 ? json.put("retryAfterMs", refusal.retryAfterMs()) : json;
        }
    }
}
