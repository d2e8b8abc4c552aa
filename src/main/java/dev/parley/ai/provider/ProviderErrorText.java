package dev.parley.ai.provider;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Turns a provider's error (a status, JSON or a page) into a text that a person can act on.
 *
 * <p>The text never has the provider's own words, which may hold a key or an account: those are for the log. Pure.
 *
 * @param text for people
 * @param passing whether it may be gone when the provider is asked again
 * @param waitFor how long the provider wants to be left alone; null when it did not say
 */
record ProviderErrorText(String text, boolean passing, Duration waitFor) {
    static final String REPORTED = "the provider reported an error in the middle of its answer";
    private static final String NO_STREAM = "the provider did not stream its answer";
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,60}");

    /** A response with another status than 200. */
    static ProviderErrorText ofStatus(int status, String body) {
        if (isPage(body) && status < 500 && status != 429) {
            return lasting("the provider's address responded with a web page (" + status
                    + "): check the assistant's baseUrl, and any proxy");
        }
        ErrorBody error = ErrorBody.of(body);
        ProviderErrorText known = known(error, status, " (" + status + ")");
        return known != null ? known : byStatus(status, error.waitFor());
    }

    /** A body that came with status 200 and is no stream. */
    static ProviderErrorText noStream(String body) {
        if (isPage(body)) {
            return lasting(NO_STREAM + " but sent a web page: check the assistant's baseUrl");
        }
        ErrorBody error = ErrorBody.of(body);
        if (!error.isError()) {
            return lasting(
                    NO_STREAM + ": check that the assistant's baseUrl speaks this provider's API, and that no proxy"
                            + " turns streaming off");
        }
        ProviderErrorText known = known(error, error.status(), "");
        if (known != null) {
            return known;
        }
        return error.status() > 0
                ? byStatus(error.status(), error.waitFor())
                : lasting(NO_STREAM + " but sent an error; the log shows it");
    }

    /** An error event in a stream. */
    static ProviderErrorText ofEvent(JsonObject event) {
        ErrorBody error = ErrorBody.of(event);
        ProviderErrorText known = known(error, error.status(), "");
        if (known != null) {
            return known;
        }
        return error.status() == 429 || error.status() >= 500
                ? byStatus(error.status(), error.waitFor())
                : lasting(REPORTED);
    }

    ProviderFault fault(String detail) {
        return new ProviderFault(text, detail, passing, true, waitFor);
    }

    /** By its own codes, which are more exact than any status; null when we know none of them. */
    private static ProviderErrorText known(ErrorBody error, int status, String shown) {
        if (error.names(
                        "insufficient_quota",
                        "billing_hard_limit",
                        "insufficient_balance",
                        "insufficient_credit",
                        "billing_not_active")
                || error.mentions("exceeded your current quota", "credit balance is too low", "insufficient balance")) {
            return lasting("the provider account has no quota or credit left: add credit, or use another key"
                    + " (insufficient_quota)");
        }
        if (error.names(
                        "context_length_exceeded",
                        "context_window_exceeded",
                        "exceed_context_size",
                        "string_above_max_length")
                || error.mentions(
                        "maximum context length",
                        "context window",
                        "context size",
                        "context length",
                        "prompt is too long",
                        "input is too long",
                        "exceeds the maximum number of tokens",
                        "too many input tokens",
                        "request too large")) {
            return lasting("the conversation is longer than this model can read: lower ai.contextMessages,"
                    + " ai.contextBytes or ai.contextTokens, or use a model with a larger context"
                    + " (context_length_exceeded)");
        }
        if (error.names(
                "content_filter",
                "content_policy",
                "responsibleaipolicy",
                "prohibited_content",
                "data_inspection_failed",
                "content_blocked")) {
            return lasting("the provider's content filter blocked the question or the answer: rephrase it"
                    + " (content_filter)");
        }
        if (error.names("tool_use_failed", "malformed_function_call") || error.mentions("failed to call a function")) {
            return lasting("the model asked for a tool in a way that its provider did not accept: ask again, or use a"
                    + " model that is better at tools (tool_use_failed)");
        }
        if (error.mentions(
                "does not support tools",
                "does not support function",
                "tool use is not supported",
                "no endpoints found that support tool")) {
            return lasting(
                    "this model does not support tools: use another model, or leave the assistant's tools empty");
        }
        if (error.mentions("/v1/responses", "use the responses api")) {
            return lasting("this model supports tools only over the Responses API: set the assistant's provider to"
                    + " openai-responses");
        }
        if (status == 400 && error.names("unsupported_parameter", "unsupported_value", "unknown_parameter")) {
            String parameter = HARMLESS.matcher(error.parameter()).matches() ? " " + error.parameter() : "";
            return lasting("the provider did not accept the request" + shown + ": it does not support the option"
                    + parameter + "; set or remove it in the assistant's request");
        }
        if (error.names("invalid_api_key", "authentication_error", "unauthenticated", "api_key_invalid")) {
            return lasting("the provider refused the key" + shown);
        }
        if (error.names("model_not_found", "model_not_available")) {
            return lasting("the provider has no such model or address" + shown);
        }
        if (error.names("rate_limit", "resource_exhausted", "throttl", "too_many_requests")) {
            return new ProviderErrorText(
                    "the provider is rate limited, try again later" + shown, true, error.waitFor());
        }
        if (error.names("overloaded", "unavailable", "slow_down", "engine_overloaded", "at_capacity", "no_capacity")) {
            return new ProviderErrorText("the provider is overloaded" + shown, true, error.waitFor());
        }
        if (status < 400
                && error.names(
                        "server_error", "api_error", "internal", "timeout", "bad_gateway", "deadline_exceeded")) {
            return new ProviderErrorText("the provider failed in the middle of its answer", true, error.waitFor());
        }
        return null;
    }

    private static ProviderErrorText byStatus(int status, Duration wait) {
        return switch (status) {
            case 400, 422 -> lasting("the provider did not accept the request (" + status + ")");
            case 413 ->
                lasting("the provider did not accept the request (413): it is too long; lower ai.contextMessages or"
                        + " ai.contextBytes");
            case 401, 403 -> lasting("the provider refused the key (" + status + ")");
            case 402 -> lasting("the provider requires payment (402): add credit to the account");
            case 404 -> lasting("the provider has no such model or address (404)");
            case 408, 504 -> new ProviderErrorText("the provider took too long (" + status + ")", true, wait);
            case 429 -> new ProviderErrorText("the provider is rate limited, try again later (429)", true, wait);
            case 503, 529 -> new ProviderErrorText("the provider is overloaded (" + status + ")", true, wait);
            default ->
                status >= 500
                        ? new ProviderErrorText("the provider failed (" + status + ")", true, wait)
                        : lasting("unexpected response of the provider (" + status + ")");
        };
    }

    private static ProviderErrorText lasting(String text) {
        return new ProviderErrorText(text, false, null);
    }

    private static boolean isPage(String body) {
        return body.stripLeading().startsWith("<");
    }
}
