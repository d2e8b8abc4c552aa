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
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client sends: counted against its limits, read, done by {@link FrameHandler}, and answered or refused. On its
 * gateway's context.
 */
public final class FrameInbox {
    private static final Logger LOG = LoggerFactory.getLogger(FrameInbox.class);
    private static final int BAD_FRAMES_MAX = 3;

    private final Connection session;
    private final String connection;
    private final EntryPoint entryPoint;
    private final ConnectionSettings settings;
    private final TokenBucket rate;
    private int badFrames;

    FrameInbox(Connection session, String connection, EntryPoint entryPoint, ConnectionSettings settings) {
        this.session = session;
        this.connection = connection;
        this.entryPoint = entryPoint;
        this.settings = settings;
        this.rate = new TokenBucket(settings.limits().frames());
    }

    /**
     * A text frame of a socket, which saw that it is UTF-8. {@code responders} makes where its answer goes, from its id.
     */
    public void receive(byte[] utf8, Function<String, Responder> responders) {
        FrameFields fields;
        try {
            fields = settings.reader().fields(utf8);
        } catch (Refusal refusal) {
            receiveBad(refusal, responders.apply(null));
            return;
        }
        receive(fields, responders.apply(FrameReader.idOf(fields)));
    }

    /** A binary frame, which means nothing here. */
    public void refuseBinary(Responder responder) {
        receiveBad(Code.BAD_FRAME.refuse("a frame must be text"), responder);
    }

    /** What a door could not read as a frame: it is counted and refused as one. */
    public void receiveBad(Refusal why, Responder responder) {
        if (isTaken(responder)) {
            refuse(why, null, responder);
        }
    }

    /** A frame that is a tree already. Its room stands in it. */
    public void receive(JsonObject json, Responder responder) {
        receive(FrameFields.of(json), responder);
    }

    private void receive(FrameFields fields, Responder responder) {
        if (!isTaken(responder)) {
            return;
        }
        String about = null;
        try {
            ClientFrame frame = settings.reader().read(fields);
            String user = FrameReader.text(fields, "userId");
            if (user != null && !user.equals(session.identity().user())) {
                throw Code.FORBIDDEN.refuse("userId differs from the token's sub");
            }
            String room = entryPoint.resolve(
                    frame.room(), frame.conversation(), session.identity().user());
            String refusedIn = isAboutARoom(frame.body()) ? room : null;
            about = refusedIn;
            Future<ServerFrame> answer =
                    frame.body().handledBy(new FrameHandler(session, settings, room, frame.id(), responder));
            badFrames = 0;
            answer.onComplete(done -> {
                if (done.failed()) {
                    refuse(done.cause(), refusedIn, responder);
                } else if (done.result() != null) {
                    answer(done.result(), responder);
                }
            });
        } catch (RuntimeException e) {
            refuse(e, about, responder);
        }
    }

    /** After the events that came before it. An acknowledgement is no event's neighbour: it waits for none. */
    private void answer(ServerFrame frame, Responder responder) {
        if (!(frame instanceof ServerFrame.Ack)) {
            settings.feeds().flushes().settle();
        }
        responder.answer(frame);
    }

    private static boolean isAboutARoom(ClientFrame.Body body) {
        return !(body instanceof ClientFrame.Auth || body instanceof ClientFrame.Ping);
    }

    /** Whether a frame that came is within the limits; if not, its sender was told. */
    private boolean isTaken(Responder responder) {
        if (session.isClosed()) {
            return false; // it was told; what it had under way is not for us
        }
        session.heard();
        settings.traffic().received();
        try {
            long wait = rate.take(System.nanoTime());
            if (wait > 0) {
                throw Code.RATE_LIMITED.refuse("too many frames (limits.frames)", wait);
            }
            session.refuseIfBehind();
            return true;
        } catch (Refusal refusal) {
            refuse(refusal, null, responder);
            return false;
        }
    }

    /** The one way to say no to a frame. {@code room} is null when it is about none. */
    private void refuse(Throwable failure, String room, Responder responder) {
        Refusal refusal = Refusal.of(failure, this::internal);
        if (session.isClosed()) {
            return;
        }
        settings.traffic().refused();
        if (session.isBehind(2)) {
            // It asks and does not read the answers.
            session.close(CloseCode.TOO_SLOW, "too many unread answers");
            return;
        }
        settings.feeds().flushes().settle();
        responder.refuse(refusal, room);
        if (refusal.code() != Code.BAD_FRAME) {
            badFrames = 0;
        } else if (++badFrames == BAD_FRAMES_MAX) {
            session.close(CloseCode.BAD_FRAMES, "three bad frames in a row");
        }
    }

    private Refusal internal(Throwable failure) {
        LOG.error("ref {}: a frame was not handled", connection, failure);
        return Code.INTERNAL.refuse("our fault; see the log, reference " + connection);
    }
}
