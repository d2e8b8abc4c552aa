package dev.parley.gateway.connection;

import dev.parley.auth.Identity;
import dev.parley.contract.CloseCode;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.ClientTransport;
import dev.parley.gateway.fanout.Subscription;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.time.Monotonic;

/**
 * One connection of a client, by whatever transport it came: whose it is and how long it lives. What the client sends
 * goes into its {@link FrameInbox}; its places in rooms are its {@link Subscriptions}. It closes with its token or its
 * opaque session, and when its client is silent or reads too slowly. On its gateway's context.
 */
public final class Connection {
    private static final long UNREAD_RETRY_MS = 1000;

    private final ConnectionSettings settings;
    private final ClientTransport transport;
    private final String address;
    private final Liveness liveness;
    private final Subscriptions subscriptions;
    private final FrameInbox inbox;
    private final HistoryCursors historyCursors;
    private Identity identity;
    private boolean sessionUnchecked;
    private boolean closed;

    /**
     * A connection that was let in.
     *
     * @param id unique in the cluster
     * @param address the client's network address
     * @param nowMs monotonic
     */
    public Connection(
            String id,
            Identity identity,
            EntryPoint entryPoint,
            ClientTransport transport,
            String address,
            ConnectionSettings settings,
            long nowMs) {
        this.identity = identity;
        this.transport = transport;
        this.address = address;
        this.settings = settings;
        this.liveness = new Liveness(settings.limits(), nowMs);
        this.subscriptions = new Subscriptions(id, this::identity, transport, new SubscriptionOwner(), settings);
        this.historyCursors = new HistoryCursors(settings.limits().roomsPerConnection());
        this.inbox = new FrameInbox(this, id, entryPoint, settings);
    }

    private final class SubscriptionOwner implements Subscription.Owner {
        @Override
        public Principal principal() {
            return identity.principal();
        }

        @Override
        public void onBehind() {
            liveness.onBehind(Monotonic.millis());
        }

        @Override
        public void onTakenOut(Subscription subscription) {
            subscriptions.forget(subscription);
        }

        @Override
        public ServerFrame greeting(String room, Subscription.StartPoint position) {
            return Connection.this.greeting(room, position);
        }
    }

    /** The frame for its client when it enters a room. */
    ServerFrame greeting(String room, Subscription.StartPoint position) {
        RoomReply.SharedState state = position.entered().state();
        return new ServerFrame.Ready(
                room,
                identity.user(),
                identity.role(),
                position.entered().seq(),
                position.since(),
                position.reset(),
                position.entered().members(),
                position.entered().turns(),
                settings.node(),
                new ServerFrame.Ready.Sizes(
                        settings.limits().frame(), settings.limits().text()),
                state == null ? null : new ServerFrame.StateLoaded(room, state.seq(), state.json()));
    }

    public Identity identity() {
        return identity;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public FrameInbox inbox() {
        return inbox;
    }

    HistoryCursors historyCursors() {
        return historyCursors;
    }

    String address() {
        return address;
    }

    /** The client gave a sign of life. */
    public void onActivity() {
        liveness.onActivity(Monotonic.millis());
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether more than this many outboxes are unread. */
    boolean isBehind(int outboxes) {
        return transport.unsent() > outboxes * settings.limits().outbox();
    }

    void refuseIfBehind() {
        if (isBehind(1)) {
            throw Code.OVERLOADED.refuse("too many unread replies (limits.outbox)", UNREAD_RETRY_MS);
        }
    }

    /** The client sent a new token. Throws {@code forbidden} when that is somebody else's. */
    void renew(Identity fresh) {
        if (!fresh.user().equals(identity.user())) {
            throw Code.FORBIDDEN.refuse("the new token belongs to another user");
        }
        boolean isShownOtherwise = !fresh.member().equals(identity.member());
        identity = fresh;
        if (isShownOtherwise) {
            subscriptions.updateMember();
        }
        checkSession();
    }

    /** Closes if the opaque session ended after the connection was let in and before it could learn of that. */
    void checkSession() {
        String key = identity.session();
        sessionUnchecked = false;
        if (key != null) {
            settings.sessionIsOpen()
                    .apply(key)
                    .onSuccess(open -> {
                        if (!open) {
                            endSession(key);
                        }
                    })
                    .onFailure(e -> sessionUnchecked = true); // asked again within a second
        }
    }

    /** Closes if this is the opaque session that the connection lives by. */
    void endSession(String key) {
        if (key.equals(identity.session())) {
            close(CloseCode.UNAUTHORIZED, "the session was ended");
        }
    }

    /** Once a second: pings, and closes what is expired, silent or stuck. {@code nowMs} is monotonic. */
    void check(long nowMs) {
        if (sessionUnchecked) {
            checkSession();
        }
        if (identity.expiresAt() <= settings.clock().millis()) {
            close(CloseCode.UNAUTHORIZED, "the token expired");
        } else if (liveness.isSilent(nowMs)) {
            long seconds = settings.limits().silence().toSeconds();
            close(CloseCode.SILENT, "no frame and no pong for " + seconds + " s (limits.silence)");
        } else if (liveness.isTooSlow(isBehind(1), nowMs)) {
            close(CloseCode.TOO_SLOW, "the client fell too far behind (limits.outbox)");
        } else if (liveness.takePing(nowMs)) {
            transport.ping();
        }
    }

    /** Sends why and closes. */
    public void close(CloseCode code, String reason) {
        if (!closed) {
            settings.traffic().closed(code);
            transport.close(code, reason);
            onClosed();
        }
    }

    /** The connection is gone. */
    public void onClosed() {
        closed = true;
        subscriptions.leaveAll();
    }
}
