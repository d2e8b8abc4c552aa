package dev.parley.bench.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Many connections, each of which entered one room when it was opened. The command's thread creates it and asks it;
 * everything else runs on the loop.
 */
public final class Crowd implements AutoCloseable {
    /** How many connections are opened at the same time. */
    private static final int OPENING_MAX = 64;

    private static final int CONNECT_TIMEOUT_MS = 30_000;
    private static final Duration ENTER_MOST = Duration.ofMinutes(10);
    /** Presence is sent in batches of a second; no frame for longer means that all members were announced. */
    private static final Duration QUIET = Duration.ofMillis(1500);

    private static final Duration QUIET_MOST = Duration.ofSeconds(60);

    private final Loop loop;
    private final TargetServers targetServers;
    private final IntFunction<String> rooms;
    private final Inbox inbox;
    private final NetClient client;
    private final List<Member> members;
    private final Promise<Void> entered = Promise.promise();
    private final Refusals refusals = new Refusals();
    private int opening;
    private int entries;
    private int closed;
    private String firstClose = "";
    private long lastFrame;
    private boolean leaving;

    private Crowd(Loop loop, TargetServers targetServers, int size, IntFunction<String> rooms, Inbox inbox) {
        this.loop = loop;
        this.targetServers = targetServers;
        this.rooms = rooms;
        this.inbox = inbox;
        this.members = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            members.add(new Member(i));
        }
        this.client = loop.vertx()
                .createNetClient(new NetClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setTcpNoDelay(true));
    }

    /** Receives the frames of all connections. Called on the loop. */
    public interface Inbox {
        /** A frame arrived: {@code bytes[from, to)}, valid until this returns; {@code now} is when it was read. */
        void onFrame(Member member, FrameKind frameKind, byte[] bytes, int from, int to, long now);

        /**
         * An {@code error} frame arrived and was counted. {@code stamp} is that of its message, or {@link Stamp#NONE}.
         */
        default void onRefusal(Member member, long stamp, long retryAfterMs) {}
    }

    /** One connection and its user. */
    public final class Member implements Connection.Listener {
        private final int index;
        private Connection connection;
        private boolean ready;

        private Member(int index) {
            this.index = index;
        }

        /** The number of this connection in the crowd, from 0. */
        public int index() {
            return index;
        }

        public String room() {
            return rooms.apply(index);
        }

        public Connection connection() {
            return connection;
        }

        private void open() {
            Connection.open(
                            loop,
                            client,
                            targetServers.endpoint(index),
                            targetServers.tokens().of(index),
                            this)
                    .onSuccess(opened -> {
                        connection = opened;
                        opened.send(init(room()));
                    })
                    .onFailure(entered::tryFail);
        }

        @Override
        public void onText(Connection from, byte[] bytes, int start, int end, long now) {
            lastFrame = now;
            FrameKind frameKind = FrameKind.of(bytes, start, end);
            if (frameKind == FrameKind.READY && !ready) {
                ready = true;
                entries++;
                next();
                return;
            }
            switch (frameKind) {
                case ERROR -> {
                    long retryAfterMs = refusals.add(bytes, start, end);
                    if (!ready) {
                        entered.tryFail(
                                new BenchFailure("the server refused to let a user enter: " + refusals.first()));
                    }
                    inbox.onRefusal(this, Stamp.find(bytes, start, end), retryAfterMs);
                }
                default -> inbox.onFrame(this, frameKind, bytes, start, end, now);
            }
        }

        /** Enters a further room, or the same again; the inbox gets its {@code ready}. On the loop. */
        public void enter(String room) {
            connection.send(init(room));
        }

        /** Leaves a room. On the loop. */
        public void leave(String room) {
            connection.send(new JsonObject().put("type", "leave").put("room", room));
        }

        private static JsonObject init(String room) {
            return new JsonObject().put("type", "init").put("room", room);
        }

        @Override
        public void onClose(Connection gone, String reason) {
            if (leaving) {
                return;
            }
            closed++;
            firstClose = firstClose.isEmpty() ? reason : firstClose;
            entered.tryFail(new BenchFailure("the server closed a connection: " + reason));
        }
    }

    /**
     * Opens connections and enters rooms; returns when all have entered. Not on the loop.
     *
     * @param rooms the room of each connection
     * @throws BenchFailure with the first refusal
     */
    public static Crowd enter(
            Loop loop, TargetServers targetServers, int size, IntFunction<String> rooms, Inbox inbox) {
        Crowd crowd = new Crowd(loop, targetServers, size, rooms, inbox);
        try {
            loop.await(crowd::open, ENTER_MOST);
            return crowd;
        } catch (BenchFailure e) {
            crowd.close();
            throw e;
        }
    }

    private Future<Void> open() {
        next();
        return entered.future();
    }

    private void next() {
        if (entries == members.size()) {
            entered.tryComplete();
        }
        while (opening < members.size()
                && opening - entries < OPENING_MAX
                && !entered.future().isComplete()) {
            members.get(opening++).open();
        }
    }

    /** Waits until the server has announced all members and sends nothing more. Not on the loop. */
    public void awaitQuiet() {
        boolean quiet = loop.until(() -> loop.now() - lastFrame > QUIET.toNanos(), QUIET_MOST);
        if (!quiet) {
            throw new BenchFailure("the server was never quiet for " + QUIET.toMillis() + " ms after all had entered");
        }
    }

    public Member member(int index) {
        return members.get(index);
    }

    public int size() {
        return members.size();
    }

    /** The refusals so far. On the loop. */
    public Refusals refusals() {
        return refusals;
    }

    /** How many connections the server closed. On the loop. */
    public int closed() {
        return closed;
    }

    /** Why the server closed the first of them; empty when it closed none. On the loop. */
    public String firstClose() {
        return firstClose;
    }

    /** Closes all connections. Not on the loop. */
    @Override
    public void close() {
        loop.runAndWait(() -> {
            leaving = true;
            for (Member member : members) {
                if (member.connection != null) {
                    member.connection.close();
                }
            }
        });
        loop.await(client::close, ENTER_MOST);
    }
}
