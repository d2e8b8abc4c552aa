package dev.parley.gateway.connection;

import dev.parley.contract.ClientFrame;
import dev.parley.contract.CloseCode;
import dev.parley.contract.FrameFields;
import dev.parley.contract.FrameReader;
import dev.parley.contract.ServerFrame;
import dev.parley.limit.TokenBucket;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a client sends: counts it against its limits, reads it, has a {@link FrameHandler} carry it out, and
 * replies or refuses. A frame that is a record already takes the same way. Three bad frames in a row close the
 * connection. On its gateway's context. Limits: {@code limits.frames}, {@code limits.outbox}.
 */
public final class FrameInbox {
    private static final Logger LOG = LoggerFactory.getLogger(FrameInbox.class);
    private static final int BAD_FRAMES_MAX = 3;

    private final Connection connection;
    private final String connectionId;
    private final EntryPoint entryPoint;
    private final ConnectionSettings settings;
    private final TokenBucket rate;
    private int badFrames;

    FrameInbox(Connection connection, String connectionId, EntryPoint entryPoint, ConnectionSettings settings) {
        this.connection = connection;
        this.connectionId = connectionId;
        this.entryPoint = entryPoint;
        this.settings = settings;
        this.rate = new TokenBucket(settings.limits().frames());
    }

    /**
     * A text frame of a socket, which has checked that it is UTF-8. {@code responders} makes the way back, from its id.
     */
    public void receive(String text, Function<String, Responder> responders) {
        FrameFields fields;
        try {
            fields = settings.reader().fields(text);
        } catch (Refusal refusal) {
            receiveBad(refusal, responders.apply(null));
            return;
        }
        receive(fields, null, responders.apply(FrameReader.idOf(fields)));
    }

    /** A binary frame, which means nothing here. */
    public void refuseBinary(Responder responder) {
        receiveBad(Code.BAD_FRAME.refuse("a frame must be text"), responder);
    }

    /** What an endpoint could not read as a frame: it is counted and refused as one. */
    public void receiveBad(Throwable why, Responder responder) {
        if (isTaken(responder)) {
            refuse(why, null, responder);
        }
    }

    /** A frame that is valid already: it was never text. */
    public void receive(ClientFrame frame, Responder responder) {
        if (isTaken(responder)) {
            carryOut(frame, responder);
        }
    }

    /**
     * A frame whose fields were read already. {@code room} is that of the envelope around it: what the frame itself
     * says of a room does not count then. It is null without an envelope.
     */
    public void receive(FrameFields fields, String room, Responder responder) {
        if (!isTaken(responder)) {
            return;
        }
        ClientFrame frame;
        try {
            frame = room == null
                    ? settings.reader().read(fields)
                    : settings.reader().read(fields, room);
            String user = fields.text("userId");
            if (user != null && !user.equals(connection.identity().user())) {
                throw Code.FORBIDDEN.refuse("userId differs from the token's sub");
            }
        } catch (RuntimeException e) {
            refuse(e, null, responder);
            return;
        }
        carryOut(frame, responder);
    }

    /** The one way on, whatever door the frame came by: its type is known, and now its room. */
    private void carryOut(ClientFrame frame, Responder responder) {
        String about = null;
        try {
            String room = entryPoint.resolve(
                    frame.room(), frame.conversation(), connection.identity().user());
            String refusedIn = isAboutARoom(frame.body()) ? room : null;
            about = refusedIn;
            Future<ServerFrame> reply = frame.body()
                    .handledBy(new ConnectionFrameHandler(connection, settings, room, frame.id(), responder));
            badFrames = 0;
            reply.onComplete(done -> {
                if (done.failed()) {
                    refuse(done.cause(), refusedIn, responder);
                } else if (done.result() != null) {
                    reply(done.result(), responder);
                }
            });
        } catch (RuntimeException e) {
            refuse(e, about, responder);
        }
    }

    /** Replies after the events that came before. An acknowledgement need not wait for them. */
    private void reply(ServerFrame frame, Responder responder) {
        if (!(frame instanceof ServerFrame.Ack)) {
            settings.rooms().flushes().flushFrames();
        }
        responder.reply(frame);
    }

    private static boolean isAboutARoom(ClientFrame.Body body) {
        return !(body instanceof ClientFrame.Auth || body instanceof ClientFrame.Ping);
    }

    /** Whether a frame is within the limits; if not, it was refused. */
    private boolean isTaken(Responder responder) {
        if (connection.isClosed()) {
            return false; // what it had under way does not count any more
        }
        connection.onActivity();
        settings.traffic().received();
        try {
            long wait = rate.take(System.nanoTime());
            if (wait > 0) {
                throw Code.RATE_LIMITED.refuse("too many frames (limits.frames)", wait);
            }
            connection.refuseIfBehind();
            return true;
        } catch (Refusal refusal) {
            refuse(refusal, null, responder);
            return false;
        }
    }

    /** The one way to refuse a frame. {@code room} is null when it is about none. */
    private void refuse(Throwable failure, String room, Responder responder) {
        Refusal refusal = Refusal.of(failure, this::internal);
        if (connection.isClosed()) {
            return;
        }
        settings.traffic().refused(refusal.code());
        if (connection.isBehind(2)) {
            // It sends and does not read the replies.
            connection.close(CloseCode.TOO_SLOW, "too many unread replies (limits.outbox)");
            return;
        }
        settings.rooms().flushes().flushFrames();
        responder.refuse(refusal, room);
        if (refusal.code() != Code.BAD_FRAME) {
            badFrames = 0;
        } else if (++badFrames == BAD_FRAMES_MAX) {
            connection.close(CloseCode.BAD_FRAMES, "three bad frames in a row");
        }
    }

    private Refusal internal(Throwable failure) {
        LOG.error("internal error (reference {}): a frame could not be handled", connectionId, failure);
        return Code.INTERNAL.refuse("internal error (reference " + connectionId + ")");
    }
}
