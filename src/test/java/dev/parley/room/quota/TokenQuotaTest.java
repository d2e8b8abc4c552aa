package dev.parley.room.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.room.Rooms;
import dev.parley.store.UsageQuery;
import dev.parley.store.UsageRow;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenQuotaTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final long HALF_MINUTE = 30_000;
    private static final long DAY = 86_400_000;

    private final List<UsageQuery> asked = new ArrayList<>();
    private final List<Promise<List<UsageRow>>> answers = new ArrayList<>();

    private TokenQuota quota(long perUser, long perRoom) {
        return new TokenQuota(
                query -> {
                    asked.add(query);
                    answers.add(Promise.promise());
                    return answers.get(answers.size() - 1).future();
                },
                Rooms.limits(10, 10, 4, perUser, perRoom));
    }

    private void told(int question, long input, long output) {
        answers.get(question).complete(List.of(new UsageRow("ann", 1, input, output, 0, 5)));
    }

    private static Turn turn(String user, String room) {
        return new Turn(room, "t", "bot", 1, 1, Rooms.user(user), 0);
    }

    @CanIgnoreReturnValue
    private static Refusal refused(TokenQuota quota, String user, String room, long now) {
        Refusal refusal = assertThrows(Refusal.class, () -> quota.check(user, room, now));
        assertEquals(Code.RATE_LIMITED, refusal.code());
        assertTrue(refusal.retryAfterMs() > 0);
        return refusal;
    }

    @Test
    void whereNothingIsLimitedTheStoreIsNotAsked() {
        TokenQuota quota = quota(0, 0);
        quota.expect("ann", "r", NOW);
        quota.check("ann", "r", NOW);
        quota.charge(turn("ann", "r"), new TokenUsage(1_000_000, 1, false));
        assertFalse(quota.isOver("ann", "r", NOW));
        assertEquals(List.of(), asked);
    }

    @Test
    void whoUsedTheDayUpIsRefusedOnceThatIsKnown() {
        TokenQuota quota = quota(100, 0);
        quota.expect("ann", "r", NOW);
        quota.check("ann", "r", NOW);
        assertEquals(
                List.of(new UsageQuery(UsageQuery.By.USER, "ann", null, null, NOW - DAY, Long.MAX_VALUE, 1)),
                asked,
                "one question at a time");
        told(0, 60, 40);
        assertTrue(refused(quota, "ann", "r", NOW).text().contains("limits.tokensPerDay)"));
        quota.check("bob", "r", NOW);
    }

    @Test
    void whatEndsHereCountsAtOnceAndOnlyTheStoreForgets() {
        TokenQuota quota = quota(100, 0);
        quota.expect("ann", "r", NOW);
        told(0, 50, 0);
        quota.check("ann", "r", NOW);
        quota.charge(turn("ann", "elsewhere"), new TokenUsage(40, 10, true));
        refused(quota, "ann", "r", NOW);
        refused(quota, "ann", "r", NOW + HALF_MINUTE); // asks again
        assertEquals(2, asked.size());
        quota.charge(turn("ann", "r"), new TokenUsage(3, 0, true));
        told(1, 96, 0);
        quota.check("ann", "r", NOW + HALF_MINUTE); // 99: what was charged meanwhile is kept
        quota.charge(turn("ann", "r"), new TokenUsage(1, 0, true));
        refused(quota, "ann", "r", NOW + HALF_MINUTE);
    }

    @Test
    void aRoomHasItsOwn() {
        TokenQuota quota = quota(0, 100);
        quota.expect("ann", "r", NOW);
        told(0, 0, 0);
        assertEquals(List.of(new UsageQuery(UsageQuery.By.ROOM, null, "r", null, NOW - DAY, Long.MAX_VALUE, 1)), asked);
        quota.charge(turn("ann", "r"), new TokenUsage(100, 0, true));
        quota.charge(turn("ann", "r"), null);
        assertTrue(refused(quota, "bob", "r", NOW).text().contains("limits.tokensPerDayRoom)"));
        quota.check("ann", "s", NOW);
    }

    @Test
    void nobodyIsRefusedBecauseTheStoreIsAway() {
        TokenQuota quota = quota(100, 0);
        quota.check("ann", "r", NOW);
        answers.get(0).fail("away");
        quota.check("ann", "r", NOW);
        assertEquals(1, asked.size(), "and it is not asked with each message");
        quota.check("ann", "r", NOW + HALF_MINUTE);
        assertEquals(2, asked.size());
    }
}
