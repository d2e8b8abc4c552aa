package dev.parley.fault;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.fault.history.RoomView;
import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.Frames;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A user in one room who does not give up: what was not acknowledged is sent again with its id, elsewhere when the node is
 * gone. For one thread.
 */
final class AmendClient implements AutoCloseable {
    private static final Set<String> RETRIED = Set.of("unavailable", "overloaded", "rate_limited", "internal");
    private static final long PATIENCE_MS = 60_000;
    private static final long AGAIN_MS = 3_000;
    private static final long PAUSE_MS = 20;

    private final String user;
    private final String room;
    private final List<NodeProcess> nodes;
    private final RoomView view = new RoomView();
    private final Map<String, JsonObject> pending = new LinkedHashMap<>();
    private final Map<String, JsonObject> acks = new LinkedHashMap<>();
    private int at;
    private int read;
    private int ids;
    private TestSocket socket;
    private String node;

    AmendClient(String user, String role, String room, List<NodeProcess> nodes, int at) {
        this.user = user;
        this.room = room;
        this.nodes = nodes;
        this.at = at;
        enter(Tokens.of(user, role));
    }

    private void enter(String token) {
        this.socket = TestSocket.connect(URI.create(nodes.get(at).baseUrl()).getPort(), "/ws", token);
        this.read = 0;
        socket.send("init", "room", room, "since", view.seq(), "id", "init");
        this.node = socket.await("ready").getString("node");
    }

    /** The name in the cluster of the node that it is at. */
    String node() {
        return node;
    }

    NodeProcess process() {
        return nodes.get(at);
    }

    RoomView view() {
        return view;
    }

    /** Sends a frame without waiting; returns its id. */
    @CanIgnoreReturnValue
    String begin(String type, Object... fields) {
        String id = user + "-" + ids++;
        JsonObject frame = TestSocket.frame(type, fields).put("room", room).put("id", id);
        pending.put(id, frame);
        send(frame);
        return id;
    }

    /** Sends a frame and returns its {@code ack}. */
    @CanIgnoreReturnValue
    JsonObject carryOut(String type, Object... fields) {
        String id = begin(type, fields);
        settle();
        return acks.get(id);
    }

    private void send(JsonObject frame) {
        try {
            socket.send(frame);
        } catch (CompletionException e) {
            // The connection is gone, which settle() sees.
        }
    }

    /** Until all that was begun is acknowledged. */
    void settle() {
        long start = System.nanoTime();
        long sent = start;
        while (!pending.isEmpty()) {
            List<String> refused = look();
            boolean isLate = millisSince(sent) > AGAIN_MS;
            if (!socket.isOpen() || !nodes.get(at).isAlive()) {
                reconnect();
                refused = List.copyOf(pending.keySet());
            } else if (isLate) {
                refused = List.copyOf(pending.keySet());
            }
            if (!refused.isEmpty()) {
                sent = System.nanoTime();
                refused.stream().map(pending::get).forEach(this::send);
            }
            if (millisSince(start) > PATIENCE_MS) {
                throw new AssertionError(user + " has no answer to " + pending);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
        }
    }

    /** Until the room's events up to this one are here. */
    void awaitSeq(long seq) {
        long start = System.nanoTime();
        while (view.seq() < seq) {
            List<String> ignored = look();
            if (!socket.isOpen() || !nodes.get(at).isAlive()) {
                reconnect();
            }
            if (millisSince(start) > PATIENCE_MS) {
                throw new AssertionError(user + " at " + view.seq() + " waits for " + seq);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private void reconnect() {
        socket.close();
        do {
            at = (at + 1) % nodes.size();
        } while (!nodes.get(at).isAlive());
        enter(Tokens.of(user));
    }

    /** Reads what came; returns the ids of what was refused for now. */
    private List<String> look() {
        List<String> refused = new ArrayList<>();
        List<JsonObject> all = socket.all();
        for (JsonObject frame : all.subList(read, all.size())) {
            String id = frame.getString("id");
            if (Frames.is(frame, "resync")) {
                socket.send("init", "room", room, "since", view.seq());
            } else if (Frames.is(frame, "ack") && pending.remove(id) != null) {
                acks.put(id, frame);
            } else if (Frames.is(frame, "error") && pending.containsKey(id)) {
                if (!RETRIED.contains(frame.getString("code"))) {
                    throw new AssertionError(pending.get(id) + " got " + frame);
                }
                refused.add(id);
            } else {
                view.apply(frame);
            }
        }
        read = all.size();
        return refused;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
