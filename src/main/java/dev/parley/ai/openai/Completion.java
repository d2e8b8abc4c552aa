package dev.parley.ai.openai;

import dev.parley.protocol.AiReply.Reason;
import dev.parley.protocol.AiReply.Usage;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A streamed chat completion, read event by event.
 *
 * <pre>
 *  silent ── text or reasoning ──► speaking ── finish_reason ──► finished ── [DONE] ──► done
 * </pre>
 *
 * Usage may come with the finish, or after it in a chunk of its own. Anything out of order or malformed is a {@link
 * ProviderFault}.
 */
final class Completion {
    private static final String DONE = "[DONE]";
    private static final String MALFORMED = "the provider sent something that is not a chat completion";
    static final String ENDED_EARLY = "the provider's answer ended early";

    private final WholeCharacters characters = new WholeCharacters();
    private boolean begun;
    private boolean done;
    private String finish;
    private Usage usage;
    private long saidChars;

    /** Reads an event and returns what is to be said; perhaps nothing. */
    String read(SseEvent event) {
        if (done) {
            return "";
        }
        if (event.data().strip().equals(DONE)) {
            return finished();
        }
        try {
            return read(
                    (JsonObject) Json.decodeValue(event.data()), event.type().equals("error"));
        } catch (DecodeException | ClassCastException | NullPointerException e) { // not JSON, or another shape
            throw new ProviderFault(MALFORMED, event.data());
        }
    }

    private String finished() {
        if (finish == null) {
            throw new ProviderFault(ENDED_EARLY);
        }
        done = true;
        return counted(characters.rest());
    }

    private String read(JsonObject chunk, boolean isError) {
        if (isError || chunk.getValue("error") != null) {
            throw new ProviderFault("the provider reported an error in the middle of its answer", chunk.encode());
        }
        readUsage((JsonObject) chunk.getValue("usage"));
        StringBuilder text = new StringBuilder();
        JsonArray choices = (JsonArray) chunk.getValue("choices");
        for (int i = 0; choices != null && i < choices.size(); i++) {
            JsonObject choice = (JsonObject) choices.getValue(i);
            if (number(choice, "index") == 0) { // we ask for one
                text.append(readChoice(choice));
            }
        }
        return counted(characters.of(text.toString()));
    }

    private String readChoice(JsonObject choice) {
        String reason = (String) choice.getValue("finish_reason");
        finish = reason == null || reason.isEmpty() ? finish : reason;
        JsonObject delta = (JsonObject) choice.getValue("delta");
        if (delta == null) {
            return "";
        }
        String content = textOf(delta, "content") + textOf(delta, "refusal");
        // Reasoning is not shown, but a model that reasons is at work.
        begun |= !content.isEmpty() || !(textOf(delta, "reasoning_content") + textOf(delta, "reasoning")).isEmpty();
        return content;
    }

    private static String textOf(JsonObject delta, String key) {
        String text = (String) delta.getValue(key);
        return text == null ? "" : text;
    }

    private void readUsage(JsonObject counted) {
        if (counted != null) {
            usage = new Usage(number(counted, "prompt_tokens"), number(counted, "completion_tokens"), false);
        }
    }

    private static int number(JsonObject object, String key) {
        return object.getValue(key) instanceof Number number ? number.intValue() : 0;
    }

    private String counted(String text) {
        saidChars += text.length();
        return text;
    }

    /** The model has produced something, shown or not. */
    boolean hasBegun() {
        return begun;
    }

    boolean isDone() {
        return done;
    }

    /** Why it ended, once it is done. */
    Reason reason() {
        return switch (finish) {
            case "length", "max_tokens" -> Reason.LENGTH;
            case "content_filter", "tool_calls", "function_call" -> Reason.FAILED;
            default -> Reason.DONE;
        };
    }

    /** For people; null unless it failed. */
    String error() {
        return switch (finish) {
            case "content_filter" -> "the provider's content filter stopped the answer";
            case "tool_calls", "function_call" -> "the model asked for a tool that it was not given";
            default -> null;
        };
    }

    /** As counted by the provider, else estimated; null when nothing was said and nothing counted. */
    Usage usage(long promptChars) {
        if (usage == null && (done || saidChars > 0)) {
            return new Usage(Tokens.in(promptChars), Tokens.in(saidChars), true);
        }
        return usage;
    }
}
