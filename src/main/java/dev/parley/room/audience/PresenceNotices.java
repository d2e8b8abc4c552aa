package dev.parley.room.audience;

import dev.parley.config.RoomsConfig;
import dev.parley.contract.ServerFrame;
import dev.parley.messages.RoomCommand.Here;
import dev.parley.room.rules.Presence;
import dev.parley.room.rules.Room;
import dev.parley.time.Monotonic;
import io.vertx.core.Vertx;
import java.util.function.Predicate;

/**
 * Tells members about one another: who comes and goes, in batches, and who types, until it lapses.
 *
 * <p>Nothing of it is stored. On the room's context; at most one timer each.
 */
public final class PresenceNotices {
    private final Vertx vertx;
    private final RoomsConfig config;
    private final Room room;
    private final Broadcaster broadcaster;
    private boolean presenceTimerSet;
    private boolean typingTimerSet;

    public PresenceNotices(Vertx vertx, RoomsConfig config, Room room, Broadcaster broadcaster) {
        this.vertx = vertx;
        this.config = config;
        this.room = room;
        this.broadcaster = broadcaster;
    }

    /**
     * Lets a connection in. Frames that were collected before are sent first: the gateway gets what follows its reply.
     */
    public void enter(Here here, String gateway) {
        room.presence().enter(here, gateway);
        watchPresence();
        broadcaster.flush();
    }

    public void leave(Here here, String gateway) {
        room.presence().leave(here, gateway);
        if (!room.presence().has(here.who().id())) {
            stopTyping(here.who().id()); // at once: no batch mentions a member who came and went since the last one
        }
        watchPresence();
    }

    /** Tells everybody who is here: a former owner of the room may have told them of others. */
    public void tellMembers(int most) {
        broadcaster.passing(members(most));
    }

    ServerFrame members(int most) {
        return new ServerFrame.Members(
                room.name(), room.presence().first(most), room.presence().count());
    }

    public void type(String user, boolean on) {
        if (room.typing().set(user, on, Monotonic.millis())) {
            tellTyping(user, on);
        }
        watchTyping();
    }

    /** A member types no more: their message has come, or they left. */
    public void stopTyping(String user) {
        if (room.typing().set(user, false, Monotonic.millis())) {
            tellTyping(user, false);
        }
    }

    /** These users type no more: they were taken out, or muted. */
    public void stopTyping(Predicate<String> users) {
        room.typing().users().stream().filter(users).toList().forEach(this::stopTyping);
    }

    /** Tells who came and went since the last batch. */
    void tellPresence() {
        Presence.Changes news = room.presence().takeNews();
        news.gone().forEach(this::stopTyping); // before the clients forget who that was
        if (!news.joined().isEmpty()) {
            broadcaster.passing(new ServerFrame.Joined(room.name(), news.joined()));
        }
        if (!news.gone().isEmpty()) {
            broadcaster.passing(new ServerFrame.Gone(room.name(), news.gone()));
        }
    }

    /** The room leaves: nobody types any more, as no later notice would say so, and the last batch is sent. */
    public void close() {
        room.typing().lapsed(Long.MAX_VALUE).forEach(user -> tellTyping(user, false));
        tellPresence();
    }

    /** Sends a batch soon if somebody came or went. */
    void watchPresence() {
        if (!presenceTimerSet && room.presence().hasNews()) {
            presenceTimerSet = true;
            vertx.setTimer(config.presenceBatch().toMillis(), t -> {
                presenceTimerSet = false;
                tellPresence();
            });
        }
    }

    private void watchTyping() {
        if (!typingTimerSet && !room.typing().isEmpty()) {
            typingTimerSet = true;
            vertx.setTimer(Math.max(1, room.typing().next() - Monotonic.millis()), t -> {
                typingTimerSet = false;
                room.typing().lapsed(Monotonic.millis()).forEach(user -> tellTyping(user, false));
                watchTyping();
            });
        }
    }

    private void tellTyping(String user, boolean on) {
        broadcaster.passingExcept(user, new ServerFrame.Typing(room.name(), user, on));
    }
}
