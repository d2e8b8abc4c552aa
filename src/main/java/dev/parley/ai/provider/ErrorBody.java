package dev.parley.ai.provider;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the codes, texts and numbers of an error wherever in its JSON a provider puts them.
 *
 * <p>All in lower case; at most four levels deep. Pure.
 */
final class ErrorBody {
    private static final int DEEPEST = 4;
    private static final Pattern TRY_AGAIN =
            Pattern.compile("(?:try again|retry) (?:in|after) ([0-9]{1,6}(?:\\.[0-9]+)?) ?(ms|s\\b|sec)");
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]+)?) ?s?");

    private final List<String> codes = new ArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private String parameter = "";
    private int status;
    private Duration wait;

    private ErrorBody() {}

    /** JSON, a list of one as some send it, or any text. */
    static ErrorBody of(String body) {
        String json = body.strip();
        try {
            return of(json.startsWith("[") ? new JsonArray(json).getJsonObject(0) : new JsonObject(json));
        } catch (DecodeException | ClassCastException | IndexOutOfBoundsException e) {
            ErrorBody text = new ErrorBody();
            text.message.append(body.toLowerCase(Locale.ROOT));
            return text;
        }
    }

    static ErrorBody of(JsonObject body) {
        ErrorBody error = new ErrorBody();
        if (body != null) {
            error.collect(body, 0);
        }
        Matcher again = TRY_AGAIN.matcher(error.message);
        if (error.wait == null && again.find()) {
            error.wait = time(Double.parseDouble(again.group(1)), again.group(2).equals("ms"));
        }
        return error;
    }

    private void collect(JsonObject json, int depth) {
        for (String key : json.fieldNames()) {
            Object value = json.getValue(key);
            if (value instanceof JsonObject inner) {
                deeper(inner, depth);
            } else if (value instanceof JsonArray list) {
                for (Object each : list) {
                    if (each instanceof JsonObject inner) {
                        deeper(inner, depth);
                    }
                }
            } else if (value instanceof Number || value instanceof String) {
                value(key.toLowerCase(Locale.ROOT).replace('-', '_'), String.valueOf(value));
            }
        }
    }

    private void deeper(JsonObject inner, int depth) {
        if (depth < DEEPEST) {
            collect(inner, depth + 1);
        }
    }

    private void value(String key, String found) {
        String value = found.toLowerCase(Locale.ROOT).strip();
        switch (key) {
            case "code", "type", "status", "reason", "error_code", "error_type", "status_code", "finish_reason" -> {
                codes.add(value);
                if (value.matches("[45][0-9]{2}")) {
                    status = Integer.parseInt(value);
                }
            }
            case "message", "error", "detail", "msg", "raw" ->
                message.append(value).append('\n');
            case "param" -> parameter = found;
            case "retrydelay", "retry_after", "retry_after_seconds", "retry_after_ms" -> {
                Matcher seconds = SECONDS.matcher(value);
                if (seconds.matches()) {
                    wait = time(Double.parseDouble(seconds.group(1)), key.endsWith("ms"));
                }
            }
            default -> {} // nothing that we know
        }
    }

    private static Duration time(double amount, boolean milliseconds) {
        return Duration.ofMillis((long) Math.ceil(milliseconds ? amount : amount * 1000));
    }

    boolean isError() {
        return status > 0 || message.indexOf("error") >= 0 || (!codes.isEmpty() && message.length() > 0);
    }

    /** 0 when it names none. */
    int status() {
        return status;
    }

    /** The parameter that the provider does not accept, as it wrote it; empty when it names none. */
    String parameter() {
        return parameter;
    }

    /** How long the provider wants to be left alone; null when it did not say. */
    Duration waitFor() {
        return wait;
    }

    /** Whether one of its codes holds one of these. */
    boolean names(String... known) {
        return codes.stream().anyMatch(code -> holds(code, known));
    }

    /** Whether its text holds one of these. */
    boolean mentions(String... known) {
        return holds(message.toString(), known);
    }

    private static boolean holds(String text, String... known) {
        for (String each : known) {
            if (text.contains(each)) {
                return true;
            }
        }
        return false;
    }
}
