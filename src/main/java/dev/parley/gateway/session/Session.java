package dev.parley.gateway.session;

import dev.parley.auth.Identity;
import dev.parley.bus.Refusal;
import dev.parley.gateway.fanout.RoomFeed;
import dev.parley.gateway.fanout.Seat;
import dev.parley.gateway.fanout.Wire;
import dev.parley.limit.TokenBucket;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.ClientFrame;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Code;
import dev.parley.protocol.FrameReader;
import dev.parley.protocol.HistoryPage;
import dev.parley.protocol.RoomCommand;
import dev.parley.protocol.RoomCommand.Here;
import dev.parley.protocol.RoomReply;
import dev.parley.protocol.ServerFrame;
import dev.parley.protocol.Speaker;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: who it is, where it sits, and what it may still send. On its gateway's context. */
public final class Session implements Seat.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int BAD_FRAMES_MAX = 3;
    private static final long UNREAD_RETRY_MS = 1000;

    private final String connection;
    private final SessionSettings settings;
    private final Door door;
    private final Wire wire;
    private final String address;
    private final TokenBucket frames;
    private final Map<String, Seat> seats = new HashMap<>();
    private Identity identity;
    private int badFrames;
    private long heardAt;
    private long pingedAt;
    private long behindSince;
    private boolean closed;

    /**
     * A connection that was let in.
     *
     * @param connection unique in the cluster
     * @param address the client's network address
     * @param nowMs monotonic
     */
    public Session(
            String connection,
            Identity identity,
            Door door,
            Wire wire,
            String address,
            SessionSettings settings,
            long nowMs) {
        this.connection = connection;
        this.identity = identity;
        this.door = door;
        this.wire = wire;
        this.address = address;
        this.settings = settings;
        this.frames = new TokenBucket(settings.limits().frames());
        this.heardAt = nowMs;
        this.pingedAt = nowMs;
    }

    public Identity identity() {
        return identity;
    }

    /** The client gave a sign of life. */
    public void heard() {
        heardAt = now();
    }

    /** A frame as text, from a socket. {@code responders} makes where its answer goes, from its id. */
    public void receive(String text, Function<String, Responder> responders) {
        JsonObject json;
        try {
            json = settings.reader().json(text);
        } catch (Refusal refusal) {
            receiveBad(refusal, responders.apply(null));
            return;
        }
        receive(json, responders.apply(FrameReader.idOf(json)));
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

    /** Whether a frame that came is within the limits; if not, its sender was told. */
    private boolean isTaken(Responder responder) {
        if (closed) {
            return false; // it was told; what it had under way is not for us
        }
        heard();
        settings.traffic().received();
        long wait = frames.take(System.nanoTime());
        if (wait > 0) {
            refuse(Code.RATE_LIMITED.refuse("too many frames (limits.frames)", wait), null, responder);
        } else if (isBehind()) {
            refuse(unread(), null, responder);
        } else {
            return true;
        }
        return false;
    }

    private boolean isBehind() {
        return wire.unsent() > settings.limits().outbox();
    }

    private static Refusal unread() {
        return Code.OVERLOADED.refuse("too much is unread (limits.outbox)", UNREAD_RETRY_MS);
    }

    /** A frame. Its room stands in it. */
    public void receive(JsonObject json, Responder responder) {
        if (!isTaken(responder)) {
            return;
        }
        String room = null;
        try {
            ClientFrame frame = settings.reader().read(json);
            String user = FrameReader.text(json, "userId");
            if (user != null && !user.equals(identity.user())) {
                throw Code.FORBIDDEN.refuse("userId differs from the token's sub");
            }
            room = door.resolve(frame.room(), frame.conversation(), identity.user());
            String named = room;
            Future<ServerFrame> answer = frame.body().handledBy(new Frames(room, frame.id(), responder));
            badFrames = 0;
            answer.onComplete(done -> {
                if (done.failed()) {
                    refuse(asRefusal(done.cause()), named, responder);
                } else if (done.result() != null) {
                    responder.answer(done.result());
                }
            });
        } catch (RuntimeException e) {
            refuse(asRefusal(e), room, responder);
        }
    }

    private void refuse(Refusal refusal, String room, Responder responder) {
        settings.traffic().refused();
        if (closed) {
            return;
        }
        if (wire.unsent() > 2 * settings.limits().outbox()) {
            // It asks and does not read the answers.
            close(CloseCode.TOO_SLOW, "too many unread answers");
            return;
        }
        responder.refuse(refusal, room);
        if (Code.of(refusal) != Code.BAD_FRAME) {
            badFrames = 0;
        } else if (++badFrames == BAD_FRAMES_MAX) {
            close(CloseCode.BAD_FRAMES, "three bad frames in a row");
        }
    }

    private Refusal asRefusal(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        LOG.error("ref {}: a frame was not handled", connection, failure);
        return Code.INTERNAL.refuse("our fault; see the log, reference " + connection);
    }

    /** The seat in a room, a new one if need be, with events at {@code label} for transports that name feeds. */
    public Seat seat(String room, String label, boolean listening) {
        Seat seat = seats.get(room);
        if (seat == null) {
            if (!identity.mayEnter(room)) {
                throw Code.FORBIDDEN.refuse("you may not enter this room");
            }
            if (seats.size() >= settings.limits().roomsPerConnection()) {
                throw Code.TOO_LARGE.refuse("too many rooms on one connection (limits.roomsPerConnection)");
            }
            Here here = new Here(connection, identity.member());
            seat = settings.feeds().of(room).seat(here, wire, this, label, listening);
            seats.put(room, seat);
        }
        return seat;
    }

    /** Enters a room without a word: a frame came for it, or a feed was registered. */
    public Future<Void> enterQuietly(Seat seat) {
        return seat.enter(-1).onSuccess(seat::start).onFailure(e -> stand(seat)).mapEmpty();
    }

    /** The seat in a room, if there is one; null when not. */
    public Seat seatIn(String room) {
        return seats.get(room);
    }

    private void stand(Seat seat) {
        if (seats.remove(seat.feed().room(), seat)) {
            settings.feeds().leave(seat);
        }
    }

    /** Leaves a room. */
    public void leave(String room) {
        Seat seat = seats.get(room);
        if (seat != null) {
            stand(seat);
        }
    }

    @Override
    public void fellBehind() {
        if (behindSince == 0) {
            behindSince = now();
        }
    }

    /** Once a second: pings, and closes what is expired, silent or stuck. {@code nowMs} is monotonic. */
    void lookAfter(long nowMs) {
        if (identity.expiresAt() <= settings.clock().millis()) {
            close(CloseCode.UNAUTHORIZED, "the token expired");
        } else if (nowMs - heardAt >= settings.limits().silence().toMillis()) {
            close(
                    CloseCode.SILENT,
                    "nothing was heard for " + settings.limits().silence().toSeconds() + " s");
        } else if (isTooSlow(nowMs)) {
            close(CloseCode.TOO_SLOW, "too far behind");
        } else if (nowMs - pingedAt >= settings.limits().pingEvery().toMillis()) {
            pingedAt = nowMs;
            wire.ping();
        }
    }

    /** Also who asks and does not read the answers falls behind, without any room's doing. */
    private boolean isTooSlow(long nowMs) {
        if (!isBehind()) {
            behindSince = 0;
        } else if (behindSince == 0) {
            behindSince = nowMs;
        }
        return behindSince > 0
                && nowMs - behindSince >= settings.limits().outboxGrace().toMillis();
    }

    /** Says why and closes. */
    public void close(CloseCode code, String reason) {
        if (!closed) {
            wire.close(code, reason);
            onClosed();
        }
    }

    /** The connection is gone. */
    public void onClosed() {
        closed = true;
        for (Seat seat : List.copyOf(seats.values())) {
            stand(seat);
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    /** What each frame does. A null answer means: none. */
    private final class Frames implements ClientFrame.Handler<Future<ServerFrame>> {
        private final String room;
        private final String id;
        private final Responder responder;

        Frames(String room, String id, Responder responder) {
            this.room = room;
            this.id = id;
            this.responder = responder;
        }

        @Override
        public Future<ServerFrame> init(ClientFrame.Init body) {
            boolean isNew = !seats.containsKey(room);
            Seat seat = ownSeat();
            return seat.enter(body.since())
                    .onFailure(e -> {
                        if (isNew) {
                            stand(seat);
                        }
                    })
                    .map(position -> {
                        responder.answer(new ServerFrame.Ready(
                                position.entered(),
                                room,
                                identity.user(),
                                position.since(),
                                position.reset(),
                                settings.node()));
                        seat.start(position);
                        return null;
                    });
        }

        @Override
        public Future<ServerFrame> message(ClientFrame.Message body) {
            Speaker speaker = new Speaker(identity.author(), identity.role(), address);
            return seated().request(new RoomCommand.Say(id, speaker, body.content()))
                    .map(reply -> (RoomReply.Stored) reply)
                    .map(stored -> new ServerFrame.Ack(stored.id(), room, stored));
        }

        @Override
        public Future<ServerFrame> loadMessages(ClientFrame.LoadMessages body) {
            RoomFeed feed = seated();
            return before(feed, body.startAfter())
                    .compose(before -> feed.messagesBefore(before, body.limit() + 1))
                    .map(found -> HistoryPage.newestOf(
                            found, body.limit(), settings.limits().page()))
                    .map(page -> {
                        if (isBehind()) { // many were asked for at once
                            throw unread();
                        }
                        return new ServerFrame.MessagesLoaded(room, page);
                    });
        }

        private Future<Long> before(RoomFeed feed, String startAfter) {
            if (startAfter == null) {
                return Future.succeededFuture(Long.MAX_VALUE);
            }
            return startAfter.matches("\\d{1,18}")
                    ? Future.succeededFuture(Long.valueOf(startAfter))
                    : feed.seqOf(startAfter);
        }

        @Override
        public Future<ServerFrame> typing(ClientFrame.Typing body) {
            return seated().request(new RoomCommand.Type(identity.user(), body.on()))
                    .map(this::doneIfAsked);
        }

        @Override
        public Future<ServerFrame> who(ClientFrame.Who body) {
            return seated().request(new RoomCommand.Who())
                    .map(reply -> (RoomReply.Present) reply)
                    .map(present -> new ServerFrame.Members(room, present.members(), present.count()));
        }

        @Override
        public Future<ServerFrame> leave(ClientFrame.Leave body) {
            Session.this.leave(room);
            return Future.succeededFuture(new ServerFrame.Left(room));
        }

        @Override
        public Future<ServerFrame> auth(ClientFrame.Auth body) {
            return settings.authenticator().authenticate(body.token()).map(fresh -> {
                if (!fresh.user().equals(identity.user())) {
                    throw Code.FORBIDDEN.refuse("the new token is another user's");
                }
                identity = fresh;
                leaveForbidden();
                return new ServerFrame.Authed(fresh.expiresAt());
            });
        }

        @Override
        public Future<ServerFrame> ping(ClientFrame.Ping body) {
            return Future.succeededFuture(new ServerFrame.Pong(settings.clock().millis()));
        }

        @Override
        public Future<ServerFrame> cancel(ClientFrame.Cancel body) {
            RoomCommand.Cancel command = new RoomCommand.Cancel(
                    body.turn(), identity.user(), identity.role().moderates());
            return seated().request(command).map(this::doneIfAsked);
        }

        private ServerFrame doneIfAsked(RoomReply reply) {
            long seq = reply instanceof RoomReply.Done done ? done.seq() : 0;
            return id != null || responder.isWanted()
                    ? new ServerFrame.Done(room, seq, settings.clock().millis())
                    : null;
        }

        /** The room's feed; who did not enter enters by sending something. */
        private RoomFeed seated() {
            boolean isNew = !seats.containsKey(room);
            Seat seat = ownSeat();
            if (isNew) {
                enterQuietly(seat).onFailure(e -> LOG.debug("room {}: could not enter", room));
            }
            return seat.feed();
        }

        /** On a transport with named feeds, events are wanted once the feed is registered. */
        private Seat ownSeat() {
            return seat(room, responder.feedAddress(), responder.feedAddress() == null);
        }

        /** A new token may allow less than the old one did. */
        private void leaveForbidden() {
            for (Seat seat : List.copyOf(seats.values())) {
                if (!identity.mayEnter(seat.feed().room())) {
                    stand(seat);
                    String left = seat.feed().room();
                    Refusal why = Code.FORBIDDEN.refuse("the new token may not enter this room");
                    // An event of that room: the frame with the token has its own answer.
                    String feed = responder.feedAddress() == null
                            ? null
                            : Addresses.room(left).name() + ".events";
                    wire.deliver(feed, new ServerFrame.Failed(why, left).encode());
                }
            }
        }
    }
}
