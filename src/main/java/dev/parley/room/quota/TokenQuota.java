package dev.parley.room.quota;

import dev.parley.config.Limits;
import dev.parley.model.Code;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.store.UsageQuery;
import dev.parley.store.UsageQuery.By;
import dev.parley.store.UsageRow;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Limits how many tokens the answers of a user, and those in a room, may take in 24 hours.
 *
 * <p>A soft limit: turns in progress are not stopped and count when they end, turns that end on other nodes count here
 * within half a minute, and nobody is refused before the store has replied how much was used. May be used from any
 * thread.
 */
public final class TokenQuota {
    /** A guess: nobody knows when enough of the tokens are a day old, and asking again costs little. */
    private static final long RETRY_AFTER_MS = Duration.ofMinutes(1).toMillis();

    private final long perUser;
    private final long perRoom;
    private final TokenSums byUser;
    private final TokenSums byRoom;

    /** @param store the store's {@code usage} */
    public TokenQuota(Function<UsageQuery, Future<List<UsageRow>>> store, Limits limits) {
        this.perUser = limits.tokensPerDay();
        this.perRoom = limits.tokensPerDayRoom();
        this.byUser = new TokenSums(store, user -> new UsageQuery(By.USER, user, null, null, 0, Long.MAX_VALUE, 1));
        this.byRoom = new TokenSums(store, room -> new UsageQuery(By.ROOM, null, room, null, 0, Long.MAX_VALUE, 1));
    }

    /** Somebody entered: reads what they have used, so that it is known before they ask for an answer. */
    public void expect(String user, String room, long now) {
        if (perUser > 0) {
            byUser.refresh(user, now);
        }
        if (perRoom > 0) {
            byRoom.refresh(room, now);
        }
    }

    /** Whether the user or the room has used up its tokens, as far as that is known. */
    public boolean isOver(String user, String room, long now) {
        return isUserOver(user, now) || isRoomOver(room, now);
    }

    private boolean isUserOver(String user, long now) {
        return perUser > 0 && byUser.of(user, now) >= perUser;
    }

    private boolean isRoomOver(String room, long now) {
        return perRoom > 0 && byRoom.of(room, now) >= perRoom;
    }

    /** Throws {@code rate_limited} when the user or the room has used up its tokens. */
    public void check(String user, String room, long now) {
        if (isUserOver(user, now)) {
            throw Code.RATE_LIMITED.refuse(
                    "your answers used " + perUser + " tokens or more in 24 hours (limits.tokensPerDay)",
                    RETRY_AFTER_MS);
        }
        if (isRoomOver(room, now)) {
            throw Code.RATE_LIMITED.refuse(
                    "the answers of this room used " + perRoom
                            + " tokens or more in 24 hours (limits.tokensPerDayRoom)",
                    RETRY_AFTER_MS);
        }
    }

    /** A turn ended; {@code usage} is null when it took no tokens. */
    public void charge(Turn turn, TokenUsage usage) {
        if (usage != null) {
            long tokens = (long) usage.input() + usage.output();
            byUser.add(turn.asker().id(), tokens);
            byRoom.add(turn.room(), tokens);
        }
    }
}
