package dev.parley.fault;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.Frames;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Whoever made a private room: changes it and speaks in it by HTTP, by whichever node is alive, until it is done. */
final class RoomOwner {
    private static final Set<Integer> LATER = Set.of(429, 502, 503);
    private static final long PATIENCE_MS = 30_000;
    private static final long PAUSE_MS = 25;

    private final String room;
    private final String token;
    private final List<NodeProcess> nodes;
    private final Map<String, Long> acked = new ConcurrentHashMap<>();
    private volatile boolean isSilent;
    private int said;

    RoomOwner(String user, String room, List<NodeProcess> nodes) {
        this.room = room;
        this.token = Tokens.of(user);
        this.nodes = nodes;
    }

    String room() {
        return room;
    }

    /** The numbers of all that was acknowledged, by id. */
    Map<String, Long> acked() {
        return acked;
    }

    /** As the owner; {@code path} is below the room's. */
    @CanIgnoreReturnValue
    JsonObject change(String method, String path, JsonObject body) {
        return call(token, method, "/api/rooms/" + room + path, body);
    }

    /** Until one node has done it. What may have been done before is done again, so a 404 of a repeat is no fault. */
    @CanIgnoreReturnValue
    JsonObject call(String bearer, String method, String path, JsonObject body, String... headers) {
        long start = System.nanoTime();
        for (int at = 0; ; at++) {
            NodeProcess node = nodes.get(at % nodes.size());
            if (node.isAlive()) {
                try {
                    HttpResponse<String> answer =
                            node.http(bearer).send(method, path, body == null ? null : body.encode(), headers);
                    int status = answer.statusCode();
                    if (status / 100 == 2 || (status == 404 && at > 0)) {
                        return status == 200 || status == 201 ? new JsonObject(answer.body()) : new JsonObject();
                    }
                    if (!LATER.contains(status)) {
                        throw new AssertionError(method + " " + path + " got " + status + " " + answer.body());
                    }
                } catch (UncheckedIOException e) {
                    // The node died, or does not listen yet.
                }
            }
            if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) > PATIENCE_MS) {
                throw new AssertionError(method + " " + path + " is not done");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
        }
    }

    /** Says one thing after the other; each is followed by a signal that tells its number. */
    void speak() {
        while (!isSilent) {
            sayOne();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
        }
    }

    @CanIgnoreReturnValue
    long sayOne() {
        String id = "s" + said++;
        String path = "/api/rooms/" + room;
        JsonObject text = new JsonObject().put("text", "number " + id);
        long seq = call(token, "POST", path + "/messages", text, "Idempotency-Key", id)
                .getLong("seq");
        acked.put(id, seq);
        call(
                token,
                "POST",
                path + "/signals",
                new JsonObject().put("name", "said").put("data", seq));
        return seq;
    }

    void beSilent() {
        isSilent = true;
    }

    /** All events of the room, in order. */
    List<JsonObject> log() {
        NodeProcess node =
                nodes.stream().filter(NodeProcess::isAlive).findFirst().orElseThrow();
        try (TestSocket socket = TestSocket.connectTo(node.baseUrl().replace("http:", "ws:") + "/ws", token)) {
            socket.send("init", "room", room, "since", 0);
            JsonObject ready = socket.await("ready");
            if (ready.getBoolean("reset")) {
                throw new AssertionError("too many events to replay: " + ready);
            }
            long last = ready.getLong("seq");
            JsonObject end = socket.await(frame -> isEvent(frame) && frame.getLong("seq") == last);
            return socket.all().stream()
                    .filter(frame -> isEvent(frame) && frame.getLong("seq") <= end.getLong("seq"))
                    .toList();
        }
    }

    static boolean isEvent(JsonObject frame) {
        return frame.containsKey("seq")
                && !Frames.is(frame, "ready")
                && !Frames.is(frame, "read")
                && !Frames.is(frame, "ack")
                && !Frames.is(frame, "resync");
    }
}
