package dev.parley.ai.history;

import dev.parley.config.AiConfig;
import dev.parley.messages.AiCommand;
import dev.parley.model.Event;
import dev.parley.model.Turn;
import dev.parley.store.History;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Reads what one turn's model is told of its room.
 *
 * <p>It is read anew for each call of a model, so that each gets the present texts and nothing that was deleted
 * meanwhile. Runs on the AI verticle's context.
 *
 * @param ask what the room has asked
 */
public record PromptContext(History history, HistorySummaries summaries, AiConfig config, AiCommand.Ask ask) {

    /**
     * What a model is told.
     *
     * @param prompt the question as it is now
     * @param shown the latest messages, the question last
     * @param earlier a summary of the messages before those; empty for none
     */
    public record Told(String prompt, List<ChatLine> shown, String earlier) {}

    /**
     * Reads it; empty when the question was deleted.
     *
     * @param isSummarised whether what came before the messages is told, too
     */
    public Future<Optional<Told>> read(boolean isSummarised) {
        Turn turn = ask.turn();
        return history.messagesBefore(turn.room(), ask.upTo() + 1, config.contextMessages())
                .compose(messages -> prompt(messages)
                        .compose(prompt -> prompt.isEmpty()
                                ? Future.succeededFuture(Optional.empty())
                                : told(prompt.get(), messages, isSummarised).map(Optional::of)));
    }

    /** The present text of the question; empty when it was deleted. */
    private Future<Optional<String>> prompt(List<Event> messages) {
        Optional<Event> among = withPrompt(messages);
        return among.isPresent()
                ? Future.succeededFuture(text(among))
                : history.eventsAfter(ask.turn().room(), ask.turn().promptSeq() - 1, 1)
                        .map(found -> text(withPrompt(found)));
    }

    private Optional<Event> withPrompt(List<Event> events) {
        return events.stream()
                .filter(event -> event.seq() == ask.turn().promptSeq())
                .findFirst();
    }

    private Optional<String> text(Optional<Event> found) {
        return found.isEmpty()
                ? Optional.of(ask.prompt())
                : ChatLine.of(found.get()).map(ChatLine::text);
    }

    private Future<Told> told(String prompt, List<Event> messages, boolean isSummarised) {
        List<Event> relevant =
                ask.all() ? messages : PromptHistory.forOne(messages, ask.turn().promptSeq());
        List<ChatLine> shown = PromptHistory.within(relevant, config.contextBytes(), config.contextTokens());
        Future<String> summary = isSummarised ? summaries.before(ask.turn().room(), shown) : Future.succeededFuture("");
        return summary.otherwise("").map(earlier -> new Told(prompt, shown, earlier));
    }
}
