package dev.parley.room.retention;

import dev.parley.messages.Addresses;
import dev.parley.messages.RoomCommand;
import dev.parley.room.lifecycle.RoomSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round over the rooms that hold what is older than their retention: each is asked once to drop it, wherever it
 * lives, at most {@link #IN_FLIGHT} at a time. One context only; at most {@link #ROOMS_MAX} rooms a round.
 */
final class DueRooms {
    private static final Logger LOG = LoggerFactory.getLogger(DueRooms.class);

    /** A room that drops something is in memory, and keeps the store busy. */
    static final int IN_FLIGHT = 8;

    /** The rest comes in the next round. */
    private static final int ROOMS_MAX = 10_000;

    private static final int PAGE = 500;
    /** A room that takes longer goes on by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RoomSettings settings;
    private final BooleanSupplier goesOn;
    private final Set<String> asked = new HashSet<>();
    private final Deque<String> waiting = new ArrayDeque<>();
    private final Promise<Integer> done = Promise.promise();
    private int inFlight;
    private int failed;

    /** @param goesOn false when another node is to go on */
    DueRooms(RoomSettings settings, BooleanSupplier goesOn) {
        this.settings = settings;
        this.goesOn = goesOn;
    }

    /** Completes with the number of rooms that could not do it now. */
    Future<Integer> run() {
        nextPage();
        return done.future();
    }

    private void nextPage() {
        if (asked.size() >= ROOMS_MAX || !goesOn.getAsBoolean()) {
            done.complete(failed);
            return;
        }
        settings.store()
                .history()
                .dueForRetention(settings.clock().millis(), PAGE)
                .onFailure(done::fail)
                .onSuccess(this::onPage);
    }

    /** Rooms that could not do it are found again: a page of these alone ends the round. */
    private void onPage(List<String> due) {
        due.stream().filter(asked::add).forEach(waiting::add);
        if (waiting.isEmpty()) {
            done.complete(failed);
        } else {
            askNext();
        }
    }

    private void askNext() {
        while (inFlight < IN_FLIGHT && !waiting.isEmpty()) {
            inFlight++;
            ask(waiting.poll()).onComplete(reply -> {
                inFlight--;
                failed += reply.failed() ? 1 : 0;
                if (waiting.isEmpty() && inFlight == 0) {
                    nextPage();
                } else {
                    askNext();
                }
            });
        }
    }

    private Future<?> ask(String room) {
        return settings.directory()
                .awake(room)
                .compose(node -> settings.bus().request(Addresses.room(node, room), new RoomCommand.Retain(), PATIENCE))
                .onFailure(e -> LOG.debug("room {} did not drop what is too old: {}", room, e.getMessage()));
    }
}
