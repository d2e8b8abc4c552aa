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

/** Counts the stamped messages of a phase and the frames that bring them back. On the loop. */
abstract class Traffic implements Crowd.Inbox {
    /** How long a refused sender waits when the server gives no time. */
    private static final long RETRY_MS_MIN = 20;

    final Loop loop;
    final Latencies latencies = new Latencies();
    long sent;
    long acked;
    long refused;
    private final List<Post> posts = new ArrayList<>();
    private long startedAt;
    private long ends;

    Traffic(Loop loop) {
        this.loop = loop;
    }

    /** Starts a phase of this length and resets all counts. */
    void begin(long nanos) {
        sent = 0;
        acked = 0;
        refused = 0;
        latencies.clear();
        startedAt = loop.stamp(loop.now());
        ends = startedAt + nanos;
    }

    boolean isRunning(long now) {
        return now < ends;
    }

    /** Sends a member's message that was due at this time. */
    void say(Crowd.Member member, String name, long due) {
        member.connection().send(next(member, name, due));
    }

    Buffer next(Crowd.Member member, String name, long due) {
        return next(member.index(), member.room(), name, due);
    }

    /** The next message of the sender with this number; each sender uses one room. */
    Buffer next(int sender, String room, String name, long due) {
        while (posts.size() <= sender) {
            posts.add(null);
        }
        Post post = posts.get(sender);
        if (post == null) {
            post = new Post(room, name + "-" + sender);
            posts.set(sender, post);
        }
        sent++;
        return post.at(loop.stamp(due));
    }

    @Override
    public final void onFrame(Crowd.Member member, FrameKind frameKind, byte[] bytes, int from, int to, long now) {
        switch (frameKind) {
            case MESSAGE -> {
                long stamp = Stamp.find(bytes, from, to);
                if (stamp >= startedAt) {
                    onMessage(member, stamp, now);
                }
            }
            case ACK -> {
                long stamp = Stamp.find(bytes, from, to);
                if (stamp >= startedAt) {
                    acked++;
                    onAck(member, stamp, now);
                }
            }
            case READY -> onReady(member);
            default -> {} // presence and frames of other kinds
        }
    }

    @Override
    public final void onRefusal(Crowd.Member member, long stamp, long retryAfterMs) {
        if (stamp >= startedAt) {
            refused++;
            onRefused(member, Math.max(RETRY_MS_MIN, retryAfterMs));
        }
    }

    /** The member entered a further room. */
    void onReady(Crowd.Member member) {}

    void onMessage(Crowd.Member member, long stamp, long now) {}

    void onAck(Crowd.Member member, long stamp, long now) {}

    /** A message of this member was refused; the next may be sent after this time. */
    void onRefused(Crowd.Member member, long retryMs) {}

    boolean isAnswered() {
        return acked + refused >= sent;
    }

    /** Notes refusals and closed connections for the reader of the figures. */
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
