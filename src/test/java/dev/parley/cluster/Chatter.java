package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.Frames;
import dev.parley.testing.TestSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Says one thing after the other in each of its rooms, each when the last one was acknowledged, until it is stopped. */
final class Chatter {
    private final TestSocket socket;
    private final List<String> rooms;
    private final CompletableFuture<Void> done;
    private volatile boolean stopped;
    private volatile int rounds;

    private Chatter(TestSocket socket, List<String> rooms) {
        this.socket = socket;
        this.rooms = rooms;
        this.done = CompletableFuture.runAsync(this::chat);
    }

    static Chatter start(TestSocket socket, List<String> rooms) {
        return new Chatter(socket, rooms);
    }

    private void chat() {
        for (int round = 1; !stopped; round++) {
            String id = "round-" + round;
            rooms.forEach(room -> socket.send("message", "room", room, "id", id, "message", id));
            for (int i = 0; i < rooms.size(); i++) {
                socket.await(f -> id.equals(f.getString("id")) && Frames.is(f, "ack"));
            }
            rounds = round;
        }
    }

    /** Waits until so many more rounds are over. */
    void awaitRounds(int more) {
        int wanted = rounds + more;
        Frames.until("more is said", () -> rounds >= wanted || done.isDone());
    }

    /** Ends it; returns how many messages were acknowledged in each room, with no other answer. */
    int stop() {
        stopped = true;
        done.join();
        assertEquals(List.of(), Frames.ofType(socket.all(), "error"));
        return rounds;
    }
}
