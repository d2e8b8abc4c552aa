package dev.parley.ai.history;

import dev.parley.config.AiConfig;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.store.History;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Summarises what came before the messages that a model gets, and caches the summaries of rooms.
 *
 * <p>A turn never waits long for a summary, nor fails by it: the model gets none then. A summary also covers the oldest
 * quarter of the messages that the model gets, so it can be used again until the model gets none of that quarter any
 * more. Before each use the events since it was made are read: if one of them edits or deletes a message that the
 * summary covers, if there are too many to read, or if the room has dropped the first message that it covers, it is
 * dropped and made anew. Limits: 1,000 rooms in the cache, 8
 * summaries at a time, {@code ai.summaryTimeout}. Runs on the AI verticle's context; the summariser on workers.
 */
public final class HistorySummaries {
    private static final Logger LOG = LoggerFactory.getLogger(HistorySummaries.class);
    private static final int ROOMS_MAX = 1_000;
    private static final int AT_ONCE = 8;
    private static final boolean IN_ORDER = false; // rooms do not wait for each other
    private static final int AHEAD = 4;
    private static final Optional<Summary> NONE = Optional.empty();
    /** Events since a summary was made that are read; after more of them it is made anew. */
    private static final int EVENTS_MAX = 500;

    private final Vertx vertx;
    private final History history;
    private final AiConfig config;
    private final Summariser summariser;
    private final Map<String, Summary> cache = new LinkedHashMap<>(16, 0.75f, true); // the longest unused first
    private final Map<String, Future<Summary>> pending = new HashMap<>();

    /**
     * @param from the first message that the summary covers; 0 when it covers none
     * @param upTo the last message that the summary covers
     * @param asOf the last event that it takes into account
     */
    private record Summary(long from, long upTo, long asOf, String text) {
        /** Whether no message is missing between the two, and none after the prompt, which is last, is covered. */
        boolean isFor(List<ChatLine> shown) {
            return upTo >= shown.get(0).seq() - 1
                    && upTo < shown.get(shown.size() - 1).seq();
        }

        /** Whether an event changes a message that it covers. */
        boolean isOutdatedBy(Event event) {
            boolean changes =
                    event.type().equals(EventType.EDITED) || event.type().equals(EventType.DELETED);
            return changes && new JsonObject(event.body()).getLong("target", 0L) <= upTo;
        }

        Summary asOf(long seq) {
            return new Summary(from, upTo, seq, text);
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
        Future<String> text = known != null && known.isFor(shown)
                ? current(room, known)
                        .compose(current -> current.isPresent()
                                ? Future.succeededFuture(current.get().text())
                                : made(room, shown))
                : made(room, shown);
        return text.timeout(config.summaryTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .otherwise("");
    }

    /** Drops what is cached for a room. */
    public void forget(String room) {
        cache.remove(room);
        pending.remove(room);
    }

    private Future<String> made(String room, List<ChatLine> shown) {
        Future<Summary> underWay = pending.get(room);
        if (underWay == null && pending.size() >= AT_ONCE) {
            return Future.succeededFuture("");
        }
        return (underWay == null ? make(room, shown) : underWay)
                .compose(summary -> summary.isFor(shown) ? current(room, summary) : Future.succeededFuture(NONE))
                .map(current -> current.map(Summary::text).orElse(""));
    }

    private Future<Summary> make(String room, List<ChatLine> shown) {
        Future<Summary> summary = history.messagesBefore(room, shown.get(0).seq(), config.summaryMessages())
                .compose(older -> summarise(ChatLine.of(older), shown));
        pending.put(room, summary);
        return summary.onComplete(made -> {
            if (pending.remove(room, summary) && made.succeeded()) { // else it was forgotten meanwhile
                put(room, made.result());
            } else if (made.failed()) {
                LOG.debug("the history of {} was not summarised", room, made.cause());
            }
        });
    }

    private void put(String room, Summary summary) {
        cache.put(room, summary);
        if (cache.size() > ROOMS_MAX) {
            cache.remove(cache.keySet().iterator().next());
        }
    }

    /** The summary, unless what it covers was changed since: then it is dropped. */
    private Future<Optional<Summary>> current(String room, Summary summary) {
        Future<List<Event>> since = history.eventsAfter(room, summary.asOf(), EVENTS_MAX);
        Future<Boolean> kept = isKept(room, summary.from());
        return Future.all(since, kept).map(v -> {
            List<Event> events = since.result();
            boolean isKnown = summary.equals(cache.get(room));
            if (events.size() == EVENTS_MAX || !kept.result() || events.stream().anyMatch(summary::isOutdatedBy)) {
                if (isKnown) {
                    cache.remove(room);
                }
                return NONE;
            }
            if (isKnown && !events.isEmpty()) {
                cache.put(room, summary.asOf(events.get(events.size() - 1).seq()));
            }
            return Optional.of(summary);
        });
    }

    /** A room drops its first events: if it keeps one, it keeps all that came after it. */
    private Future<Boolean> isKept(String room, long seq) {
        return seq == 0
                ? Future.succeededFuture(true)
                : history.eventsAfter(room, seq - 1, 1)
                        .map(found -> !found.isEmpty() && found.get(0).seq() == seq);
    }

    private Future<Summary> summarise(List<ChatLine> older, List<ChatLine> shown) {
        long before = shown.get(0).seq() - 1;
        // Whatever was stored before a message that could be read, could be read as well.
        long asOf = shown.stream().mapToLong(ChatLine::seq).max().orElse(before);
        if (older.isEmpty()) {
            return Future.succeededFuture(new Summary(0, before, asOf, ""));
        }
        List<ChatLine> chatLines = new ArrayList<>(older);
        long prompt = shown.get(shown.size() - 1).seq();
        shown.stream()
                .limit(shown.size() / AHEAD)
                .filter(chatLine -> chatLine.seq() < prompt)
                .forEach(chatLines::add);
        long upTo = Math.max(before, chatLines.get(chatLines.size() - 1).seq());
        return vertx.executeBlocking(() -> summariser.of(chatLines, config.summaryBytes()), IN_ORDER)
                .map(text -> new Summary(older.get(0).seq(), upTo, asOf, text));
    }
}
