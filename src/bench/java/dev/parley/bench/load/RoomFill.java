package dev.parley.bench.load;

import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.FrameKind;
import dev.parley.bench.client.Loop;
import dev.parley.bench.client.Post;
import java.time.Duration;

/** Fills a room with so many messages of one sender, several of which are on their way at a time. */
final class RoomFill implements Crowd.Inbox {
    private static final int IN_FLIGHT = 128;
    private static final long RETRY_MS_MIN = 20;
    private static final Duration MOST = Duration.ofMinutes(30);

    private final Loop loop;
    private final Post post;
    private final int messages;
    private int posted;
    private int stored;

    private RoomFill(Loop loop, String room, int messages) {
        this.loop = loop;
        this.post = new Post(room, room);
        this.messages = messages;
    }

    /** Returns when all are stored. Not on the loop. */
    static void fill(Generator generator, String room, int messages) {
        Loop loop = generator.loop();
        RoomFill fill = new RoomFill(loop, room, messages);
        try (Crowd crowd = Crowd.enter(loop, generator.target(), 1, i -> room, fill)) {
            loop.runAndWait(() -> fill.more(crowd.member(0)));
            loop.until(() -> fill.stored >= messages || crowd.closed() > 0, MOST);
            if (loop.ask(() -> fill.stored) < messages) {
                throw new BenchFailure("the room could not be filled: " + loop.ask(() -> fill.stored) + " of "
                        + messages + " messages were stored; " + loop.ask(crowd::firstClose));
            }
        }
    }

    private void more(Crowd.Member member) {
        while (posted < messages && posted - stored < IN_FLIGHT) {
            posted++;
            say(member);
        }
    }

    private void say(Crowd.Member member) {
        member.connection().send(post.at(loop.stamp(loop.now())));
    }

    @Override
    public void onFrame(Crowd.Member member, FrameKind frameKind, byte[] bytes, int from, int to, long now) {
        if (frameKind == FrameKind.ACK) {
            stored++;
            more(member);
        }
    }

    @Override
    public void onRefusal(Crowd.Member member, long stamp, long retryAfterMs) {
        loop.vertx().setTimer(Math.max(RETRY_MS_MIN, retryAfterMs), again -> say(member));
    }
}
