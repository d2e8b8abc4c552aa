package dev.parley.ai.history;

import dev.parley.config.AiConfig;
import dev.parley.model.Event;
import dev.parley.store.History;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Summarises what came before the messages that a model gets, and caches the summaries of rooms.
 *
 * <p>A turn never waits long for a summary, nor fails by it: the model gets none then. A summary also covers the oldest
 * quarter of the messages that the model gets, so it can be used again until the model gets none of that quarter any
 * more. Limits: 1,000 rooms in the cache, 8 summaries at a time, {@code ai.summaryTimeout}. Runs on the AI verticle's
 * context; the summariser on workers.
 */
public final class HistorySummaries {
    private static final Logger LOG = LoggerFactory.getLogger(HistorySummaries.class);
    private static final int ROOMS_MAX = 1_000;
    private static final int AT_ONCE = 8;
    private static final boolean IN_ORDER = false; // rooms do not wait for each other
    private static final int AHEAD = 4;

    private final Vertx vertx;
    private final History history;
    private final AiConfig config;
    private final Summariser summariser;
    private final Map<String, Summary> cache = new LinkedHashMap<>(16, 0.75f, true); // the longest unused first
    private final Map<String, Future<Summary>> pending = new HashMap<>();

    /** @param upTo the last message that the summary covers */
    private record Summary(long upTo, String text) {
        /** Whether no message is missing between the two, and none after the prompt, which is last, is covered. */
        boolean isFor(List<ChatLine> shown) {
            return upTo >= shown.get(0).seq() - 1
                    && upTo < shown.get(shown.size() - 1).seq();
        }
    }

    public HistorySummaries(Vertx vertx, History history, AiConfig config, Summariser summariser) {
        this.vertx = vertx;
        this.history = history;
        this.config = config;
        this.summariser = summariser;
    }

    /** A summary of what came before these messages; empty when there is none in time. Never fails. */
    public Future<String> before(String room, List<ChatLine> shown) {
        if (config.summaryMessages() == 0 || shown.isEmpty() || shown.get(0).seq() <= 1) {
            return Future.succeededFuture("");
        }
        Summary known = cache.get(room);
        if (known != null && known.isFor(shown)) {
            return Future.succeededFuture(known.text());
        }
        Future<Summary> underWay = pending.get(room);
        if (underWay == null && pending.size() >= AT_ONCE) {
            return Future.succeededFuture("");
        }
        return (underWay == null ? make(room, shown) : underWay)
                .map(summary -> summary.isFor(shown) ? summary.text() : "")
                .timeout(config.summaryTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .otherwise("");
    }

    private Future<Summary> make(String room, List<ChatLine> shown) {
        Future<Summary> summary = history.messagesBefore(room, shown.get(0).seq(), config.summaryMessages())
                .compose(older -> summarise(older, shown));
        pending.put(room, summary);
        return summary.onComplete(done -> pending.remove(room))
                .onSuccess(made -> put(room, made))
                .onFailure(e -> LOG.debug("the history of {} was not summarised", room, e));
    }

    private void put(String room, Summary summary) {
        cache.put(room, summary);
        if (cache.size() > ROOMS_MAX) {
            cache.remove(cache.keySet().iterator().next());
        }
    }

    private Future<Summary> summarise(List<Event> older, List<ChatLine> shown) {
        long before = shown.get(0).seq() - 1;
        if (older.isEmpty()) {
            return Future.succeededFuture(new Summary(before, ""));
        }
        List<ChatLine> chatLines =
                new ArrayList<>(older.stream().map(ChatLine::of).toList());
        long prompt = shown.get(shown.size() - 1).seq();
        shown.stream()
                .limit(shown.size() / AHEAD)
                .filter(chatLine -> chatLine.seq() < prompt)
                .forEach(chatLines::add);
        long upTo = Math.max(before, chatLines.get(chatLines.size() - 1).seq());
        return vertx.executeBlocking(() -> summariser.of(chatLines, config.summaryBytes()), IN_ORDER)
                .map(text -> new Summary(upTo, text));
    }
}
