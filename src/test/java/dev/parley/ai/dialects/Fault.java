package dev.parley.ai.dialects;

import dev.parley.testing.FakeTurn;
import java.util.function.BiConsumer;

/** What a provider can do wrong, what people are then told, and how often it is asked. */
enum Fault {
    CUT_BEFORE_ANYTHING("ended early", 3, (voice, turn) -> {
        voice.begin(turn);
        turn.end();
    }),
    CUT_WITHIN("ended early", 1, (voice, turn) -> {
        voice.begin(turn).say(turn, "a");
        turn.end();
    }),
    CUT_BEFORE_THE_END_MARK("ended early", 1, (voice, turn) -> {
        voice.begin(turn).say(turn, "a").almostFinish(turn);
        turn.end();
    }),
    RESET_BEFORE_THE_HEAD("could not be reached", 3, (voice, turn) -> turn.drop()),
    ERROR_WITHIN("reported an error in the middle", 1, (voice, turn) -> voice.begin(turn)
            .say(turn, "a")
            .fail(turn)),
    ERROR_THEN_END(
            "reported an error in the middle",
            1,
            (voice, turn) -> voice.begin(turn).say(turn, "a").fail(turn).finish(turn, Voice.Why.DONE)),
    NO_JSON("output that is not", 1, (voice, turn) -> voice.begin(turn)
            .say(turn, "a")
            .data(turn, "nonsense")),
    HALF_JSON("output that is not", 1, (voice, turn) -> voice.begin(turn)
            .say(turn, "a")
            .data(turn, "{\"a\":[{")),
    NO_OBJECT("output that is not", 1, (voice, turn) -> voice.begin(turn)
            .say(turn, "a")
            .data(turn, "null")),
    TOO_MUCH("an event that is too large", 1, (voice, turn) -> voice.begin(turn)
            .say(turn, "a")
            .huge(turn)),
    NO_STREAM("did not stream", 1, (voice, turn) -> turn.status(200, "{}")),
    A_PAGE("did not stream", 1, (voice, turn) -> turn.status(200, "<html>", "Content-Type", "text/html")),
    A_PAGE_WITHOUT_A_TYPE("web page", 1, (voice, turn) -> voice.raw(turn, "<html><body>It works!</body></html>")),
    JSON_THAT_CALLS_ITSELF_A_STREAM(
            "refused the key",
            1,
            (voice, turn) ->
                    voice.raw(turn, "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"" + Voice.KEY + "\"}}")),
    JSON_WITH_AN_ERROR(
            "rate limited",
            3,
            (voice, turn) ->
                    turn.status(200, "{\"error\":{\"code\":429,\"message\":\"" + Voice.KEY + "\",\"retry_after\":0}}")),
    NO_QUOTA(
            "no quota or credit left",
            1,
            (voice, turn) -> turn.status(
                    429, "{\"error\":{\"type\":\"insufficient_quota\",\"message\":\"" + Voice.KEY + "\"}}")),
    TOO_LONG(
            "longer than this model can read",
            1,
            (voice, turn) -> turn.status(
                    400, "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"maximum context length\"}}")),
    BLOCKED(
            "content filter",
            1,
            (voice, turn) -> turn.status(400, "{\"error\":{\"code\":\"content_filter\",\"message\":\"no\"}}")),
    BAD_CALL(
            "asked for a tool in a way",
            1,
            (voice, turn) -> turn.status(
                    400, "{\"error\":{\"code\":\"tool_use_failed\",\"failed_generation\":\"<function>\"}}")),
    A_PAGE_OF_A_PROXY(
            "responded with a web page",
            1,
            (voice, turn) -> turn.status(403, "<html>blocked</html>", "Content-Type", "text/html")),
    BAD_REQUEST("did not accept", 1, status(400)),
    BAD_KEY("refused the key", 1, status(401)),
    FORBIDDEN("refused the key", 1, status(403)),
    NO_MODEL("no such model", 1, status(404)),
    MOVED("unexpected", 1, status(302)),
    LIMITED("rate limited", 3, (voice, turn) -> turn.status(429, Voice.KEY, "Retry-After", "0")),
    LIMITED_FOR_LONG("rate limited", 1, (voice, turn) -> turn.status(429, Voice.KEY, "Retry-After", "60")),
    BROKEN("failed (500)", 3, status(500)),
    OVERLOADED("overloaded (529)", 3, status(529)),
    SILENT("sent nothing for", 1, (voice, turn) -> {}),
    SILENT_AFTER_THE_HEAD("sent nothing for", 1, (voice, turn) -> voice.begin(turn));

    final String error;
    final int calls;

    @SuppressWarnings("ImmutableEnumChecker") // a script keeps nothing
    private final BiConsumer<Voice, FakeTurn> script;

    Fault(String error, int calls, BiConsumer<Voice, FakeTurn> script) {
        this.error = error;
        this.calls = calls;
        this.script = script;
    }

    private static BiConsumer<Voice, FakeTurn> status(int status) {
        return (voice, turn) -> turn.status(status, Voice.KEY, "Location", "/x");
    }

    void happen(Voice voice, FakeTurn turn) {
        script.accept(voice, turn);
    }

    boolean isSilence() {
        return this == SILENT || this == SILENT_AFTER_THE_HEAD;
    }
}
