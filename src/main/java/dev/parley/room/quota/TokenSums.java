package dev.parley.room.quota;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.store.UsageQuery;
import dev.parley.store.UsageRow;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums up the tokens that each user, or each room, used in the last day: the store's sum, and what ended here since.
 *
 * <p>The store's sum is read again when it is old. Nobody waits for the store: what is not known yet counts as nothing.
 * May be used from any thread; at most {@link #KEYS_MAX} sums, of which the longest unused goes first.
 */
final class TokenSums {
    private static final Logger LOG = LoggerFactory.getLogger(TokenSums.class);
    private static final int KEYS_MAX = 100_000;
    private static final long FRESH_MS = 30_000;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private final Function<UsageQuery, Future<List<UsageRow>>> store;
    private final Function<String, UsageQuery> query;
    private final Map<String, Sum> sums = new LinkedHashMap<>(16, 0.75f, true); // by last use

    /** The sum of one user or room. */
    static final class Sum {
        private long tokens;
        private long readAt = Long.MIN_VALUE;
        private boolean reading;
        /** Tokens of turns that ended while the store was asked: its reply may lack them. */
        private long meanwhile;
    }

    /**
     * @param store the store's {@code usage}
     * @param query the query for one user or room; its {@code from} is replaced
     */
    TokenSums(Function<UsageQuery, Future<List<UsageRow>>> store, Function<String, UsageQuery> query) {
        this.store = store;
        this.query = query;
    }

    /** The sum as far as it is known; reads it again if that is old. */
    synchronized long of(String key, long now) {
        return refresh(key, now).tokens;
    }

    /** Reads the sum again if it is old. */
    @CanIgnoreReturnValue
    synchronized Sum refresh(String key, long now) {
        Sum sum = sums.computeIfAbsent(key, k -> new Sum());
        if (sums.size() > KEYS_MAX) {
            sums.remove(sums.keySet().iterator().next());
        }
        boolean old = sum.readAt == Long.MIN_VALUE || Math.abs(now - sum.readAt) >= FRESH_MS;
        if (old && !sum.reading) {
            sum.reading = true;
            sum.meanwhile = 0;
            store.apply(lastDay(query.apply(key), now))
                    .onSuccess(rows -> read(sum, rows, now))
                    .onFailure(e -> failed(sum, now, e));
        }
        return sum;
    }

    private static UsageQuery lastDay(UsageQuery query, long now) {
        return new UsageQuery(
                query.by(), query.user(), query.room(), query.assistant(), now - DAY_MS, query.to(), query.limit());
    }

    private synchronized void read(Sum sum, List<UsageRow> rows, long now) {
        long stored = rows.stream().mapToLong(row -> row.input() + row.output()).sum();
        sum.tokens = stored + sum.meanwhile;
        sum.readAt = now;
        sum.reading = false;
    }

    /** Nobody is refused because the store is unavailable: it is asked again once this is old. */
    private synchronized void failed(Sum sum, long now, Throwable failure) {
        LOG.debug("the token sum of the last day could not be read", failure);
        sum.readAt = now;
        sum.reading = false;
    }

    synchronized void add(String key, long tokens) {
        Sum sum = sums.get(key);
        if (sum != null) { // else the store is asked when it matters
            sum.tokens += tokens;
            sum.meanwhile += tokens;
        }
    }
}
