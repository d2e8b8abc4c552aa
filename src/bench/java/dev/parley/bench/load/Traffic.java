package dev.parley.bench.load;

import dev.parley.bench.client.Crowd;
import dev.parley.bench.client.FrameKind;
import dev.parley.bench.client.Loop;
import dev.parley.bench.client.Post;
import dev.parley.bench.client.Stamp;
import dev.parley.bench.figure.Latencies;
import dev.parley.bench.figure.Measurement;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Stamped messages that go out and come back, counted from the beginning of a phase. On the loop. */
abstract class Traffic implements Crowd.Inbox {
    /** A refused sender waits this long where the server does not say. */
    private static final long RETRY_MS_MIN = 20;

    final Loop loop;
    final Latencies latencies = new Latencies();
    long sent;
    long acked;
    long refused;
    private final List<Post> posts = new ArrayList<>();
    private long begun;
    private long ends;

    Traffic(Loop loop) {
        this.loop = loop;
    }

    /** Forgets what was, and counts what is sent from now until the end of this time. */
    void begin(long nanos) {
        sent = 0;
        acked = 0;
        refused = 0;
        latencies.clear();
        begun = loop.stamp(loop.now());
        ends = begun + nanos;
    }

    boolean goesOn(long now) {
        return now < ends;
    }

    /** Sends a member's message that was due at this time. */
    void say(Crowd.Member member, String name, long due) {
        member.connection().send(next(member, name, due));
    }

    Buffer next(Crowd.Member member, String name, long due) {
        return next(member.index(), member.room(), name, due);
    }

    /** The next message of one of several, counted from 0, who each speak in one room. */
    Buffer next(int speaker, String room, String name, long due) {
        while (posts.size() <= speaker) {
            posts.add(null);
        }
        Post post = posts.get(speaker);
        if (post == null) {
            post = new Post(room, name + "-" + speaker);
            posts.set(speaker, post);
        }
        sent++;
        return post.at(loop.stamp(due));
    }

    @Override
    public final void onFrame(Crowd.Member member, FrameKind frameKind, byte[] bytes, int from, int to, long now) {
        switch (frameKind) {
            case MESSAGE -> {
                long stamp = Stamp.find(bytes, from, to);
                if (stamp >= begun) {
                    onMessage(member, stamp, now);
                }
            }
            case ACK -> {
                long stamp = Stamp.find(bytes, from, to);
                if (stamp >= begun) {
                    acked++;
                    onAck(member, stamp, now);
                }
            }
            case READY -> onReady(member);
            default -> {} // presence, and what else a server may tell
        }
    }

    @Override
    public final void onRefusal(Crowd.Member member, long stamp, long retryAfterMs) {
        if (stamp >= begun) {
            refused++;
            onRefused(member, Math.max(RETRY_MS_MIN, retryAfterMs));
        }
    }

    /** A room was entered that is not the member's first. */
    void onReady(Crowd.Member member) {}

    void onMessage(Crowd.Member member, long stamp, long now) {}

    void onAck(Crowd.Member member, long stamp, long now) {}

    /** A message of this member was refused; the next may go after this time. */
    void onRefused(Crowd.Member member, long retryMs) {}

    boolean isAnswered() {
        return acked + refused >= sent;
    }

    /** What the reader of the figures should know. */
    static void notes(Crowd crowd, Measurement measurement) {
        if (crowd.refusals().total() > 0) {
            measurement.note("refused: " + crowd.refusals().text() + "; the first: "
                    + crowd.refusals().first());
        }
        if (crowd.closed() > 0) {
            measurement.note("the server closed " + crowd.closed() + " connections; the first: " + crowd.firstClose());
        }
    }
}
