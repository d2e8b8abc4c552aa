package dev.parley.fault;

import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.Frames;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One user who reads in one room, by whichever node is alive, and keeps everything that came, stay by stay: a stay begins
 * with {@code ready}. For one thread.
 */
final class Witness implements AutoCloseable {
    private static final Set<String> FINAL = Set.of("forbidden", "not_found");
    private static final long PATIENCE_MS = 30_000;
    private static final long AGAIN_MS = 500;
    private static final long PAUSE_MS = 2;

    /** From a {@code ready} on; {@code end} is the {@code left} or null, and {@code after} what came behind it. */
    record Stay(long readySeq, List<JsonObject> frames, List<JsonObject> after) {
        boolean isOver() {
            return !frames.isEmpty() && Frames.is(frames.get(frames.size() - 1), "left");
        }
    }

    /** A {@code left} that came, and when. */
    record Leaving(long atMs, String code) {}

    private final String user;
    private final String room;
    private final List<NodeProcess> nodes;
    private final List<Stay> stays = new ArrayList<>();
    private final List<Leaving> leavings = new ArrayList<>();
    private int at;
    private int read;
    private long seq;
    private String refusal;
    private TestSocket socket;

    Witness(String user, String room, List<NodeProcess> nodes, int at) {
        this.user = user;
        this.room = room;
        this.nodes = nodes;
        this.at = at;
    }

    String room() {
        return room;
    }

    String user() {
        return user;
    }

    List<Stay> stays() {
        return stays;
    }

    List<Leaving> leavings() {
        return leavings;
    }

    boolean isIn() {
        return refusal == null
                && !stays.isEmpty()
                && !stays.get(stays.size() - 1).isOver();
    }

    /** Enters, or is refused for good; returns whether it is in. */
    boolean enter() {
        int before = stays.size();
        refusal = null;
        ask();
        until("an answer to init", AGAIN_MS, () -> stays.size() > before || refusal != null);
        return refusal == null;
    }

    /** Until so many events came that were not here yet. */
    void awaitMore(int events) {
        long target = seq + events;
        until("seq " + target, Long.MAX_VALUE, () -> seq >= target || !isIn());
        if (!isIn()) {
            throw new AssertionError(user + " is not in " + room + ": " + refusal + " " + leavings);
        }
    }

    /** Until it was told that it is out, by {@code left} or when it came back after its node's death. */
    void awaitOut() {
        until("left", Long.MAX_VALUE, () -> !isIn());
    }

    private interface Condition {
        boolean holds();
    }

    private void until(String what, long againMs, Condition condition) {
        long start = System.nanoTime();
        long asked = start;
        while (true) {
            look();
            if (condition.holds()) {
                return;
            }
            if (millisSince(start) > PATIENCE_MS) {
                throw new AssertionError(user + " in " + room + " at "
                        + nodes.get(at).name() + " has waited for " + what + "; it was at " + seq);
            }
            if (socket == null || !socket.isOpen() || millisSince(asked) > againMs) {
                asked = System.nanoTime();
                ask();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private void ask() {
        try {
            if (socket == null || !socket.isOpen() || !nodes.get(at).isAlive()) {
                connect();
            }
            socket.send("init", "room", room, "since", seq, "id", "init");
        } catch (CompletionException e) {
            at = (at + 1) % nodes.size(); // it died just now; until() asks again
        }
    }

    private void connect() {
        close();
        while (!nodes.get(at).isAlive()) {
            at = (at + 1) % nodes.size();
        }
        socket = null; // what came by the old one was taken in
        read = 0;
        socket = TestSocket.connectTo(nodes.get(at).baseUrl().replace("http:", "ws:") + "/ws", Tokens.of(user));
    }

    /** Takes in what came. */
    void look() {
        if (socket == null) {
            return;
        }
        List<JsonObject> all = socket.all();
        for (JsonObject frame : all.subList(read, all.size())) {
            take(frame);
        }
        read = all.size();
    }

    private void take(JsonObject frame) {
        Stay stay = stays.isEmpty() ? null : stays.get(stays.size() - 1);
        if (Frames.is(frame, "ready")) {
            stays.add(new Stay(frame.getLong("seq"), new ArrayList<>(), new ArrayList<>()));
            seq = frame.getBoolean("reset", false) ? frame.getLong("seq") : seq;
            refusal = null;
        } else if (Frames.is(frame, "error")) {
            refusal = FINAL.contains(frame.getString("code")) ? frame.encode() : refusal;
        } else if (Frames.is(frame, "resync")) {
            ask();
        } else if (stay != null) {
            (stay.isOver() ? stay.after() : stay.frames()).add(frame);
            if (Frames.is(frame, "left")) {
                leavings.add(new Leaving(System.currentTimeMillis(), frame.getString("code")));
            } else if (frame.containsKey("seq") && !Frames.is(frame, "read")) {
                seq = Math.max(seq, frame.getLong("seq"));
            }
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
