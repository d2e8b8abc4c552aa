package dev.parley.gateway.session;

import dev.parley.auth.Identity;
import dev.parley.gateway.fanout.Seat;
import dev.parley.gateway.fanout.Wire;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Code;
import dev.parley.protocol.Monotonic;
import dev.parley.protocol.ServerFrame;

/**
 * One connection: who it is and how long it lives. What it sends goes into its {@link Intake}, where it sits are its
 * {@link Seats}. On its gateway's context.
 */
public final class Session {
    private static final long UNREAD_RETRY_MS = 1000;

    private final SessionSettings settings;
    private final Wire wire;
    private final String address;
    private final Pulse pulse;
    private final Seats seats;
    private final Intake intake;
    private final Pages pages;
    private Identity identity;
    private boolean inDoubt;
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
        this.identity = identity;
        this.wire = wire;
        this.address = address;
        this.settings = settings;
        this.pulse = new Pulse(settings.limits(), nowMs);
        this.seats = new Seats(connection, this::identity, wire, new Seated(), settings);
        this.pages = new Pages(settings.limits().roomsPerConnection());
        this.intake = new Intake(this, connection, door, settings);
    }

    private final class Seated implements Seat.Owner {
        @Override
        public void fellBehind() {
            pulse.fellBehind(Monotonic.millis());
        }

        @Override
        public ServerFrame greeting(String room, Seat.Position position) {
            return Session.this.greeting(room, position);
        }
    }

    /** What its client hears that enters a room. */
    ServerFrame greeting(String room, Seat.Position position) {
        return new ServerFrame.Ready(
                position.entered(),
                room,
                identity.user(),
                identity.role(),
                position.since(),
                position.reset(),
                settings.node(),
                new ServerFrame.Ready.Sizes(
                        settings.limits().frame(), settings.limits().text()));
    }

    public Identity identity() {
        return identity;
    }

    public Seats seats() {
        return seats;
    }

    public Intake intake() {
        return intake;
    }

    Pages pages() {
        return pages;
    }

    String address() {
        return address;
    }

    /** The client gave a sign of life. */
    public void heard() {
        pulse.heard(Monotonic.millis());
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether more than this many outboxes are unread. */
    boolean isBehind(int outboxes) {
        return wire.unsent() > outboxes * settings.limits().outbox();
    }

    void refuseIfBehind() {
        if (isBehind(1)) {
            throw Code.OVERLOADED.refuse("too much is unread (limits.outbox)", UNREAD_RETRY_MS);
        }
    }

    /** Its bearer has a new token. Throws {@code forbidden} when that is somebody else's. */
    void renew(Identity fresh) {
        if (!fresh.user().equals(identity.user())) {
            throw Code.FORBIDDEN.refuse("the new token is another user's");
        }
        boolean looksOther = !fresh.member().equals(identity.member());
        identity = fresh;
        if (looksOther) {
            seats.introduceAgain();
        }
        confirm();
    }

    /** An opaque session that ended after it let us in, but before we were known by it, closes us here. */
    void confirm() {
        String key = identity.session();
        inDoubt = false;
        if (key != null) {
            settings.sessionIsOpen()
                    .apply(key)
                    .onSuccess(open -> {
                        if (!open) {
                            endSession(key);
                        }
                    })
                    .onFailure(e -> inDoubt = true); // asked again within a second
        }
    }

    /** Closes if this is the opaque session that it lives by. */
    void endSession(String key) {
        if (key.equals(identity.session())) {
            close(CloseCode.UNAUTHORIZED, "the session was ended");
        }
    }

    /** Once a second: pings, and closes what is expired, silent or stuck. {@code nowMs} is monotonic. */
    void lookAfter(long nowMs) {
        if (inDoubt) {
            confirm();
        }
        if (identity.expiresAt() <= settings.clock().millis()) {
            close(CloseCode.UNAUTHORIZED, "the token expired");
        } else if (pulse.isSilent(nowMs)) {
            long seconds = settings.limits().silence().toSeconds();
            close(CloseCode.SILENT, "nothing was heard for " + seconds + " s");
        } else if (pulse.isTooSlow(isBehind(1), nowMs)) {
            close(CloseCode.TOO_SLOW, "too far behind");
        } else if (pulse.beats(nowMs)) {
            wire.ping();
        }
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
        seats.leaveAll();
    }
}
