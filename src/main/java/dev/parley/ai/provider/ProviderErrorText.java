package dev.parley.ai.provider;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What a provider says when it fails, as a status, as JSON or as a page, in words that a person can act on. Never the
 * provider's own words, which may hold a key or an account: those are for the log. Pure.
 *
 * @param text for people
 * @param passing whether it may be gone when the provider is asked again
 * @param asked how long the provider wants to be left alone; null when it did not say
 */
record ProviderErrorText(String text, boolean passing, Duration asked) {
    static final String REPORTED = "the provider reported an error in the middle of its answer";
    private static final String NO_STREAM = "the provider did not stream its answer";
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,60}");

    /** An answer with another status than 200. */
    static ProviderErrorText ofStatus(int status, String body) {
        if (isPage(body) && status < 500 && status != 429) {
            return lasting("a web page answered instead of the provider (" + status
                    + "): check the assistant's baseUrl, and what stands between");
        }
        ErrorBody said = ErrorBody.of(body);
        ProviderErrorText known = known(said, status, " (" + status + ")");
        return known != null ? known : byStatus(status, said.waitFor());
    }

    /** A body that came with status 200 and is no stream. */
    static ProviderErrorText noStream(String body) {
        if (isPage(body)) {
            return lasting(NO_STREAM + " but sent a web page: check the assistant's baseUrl");
        }
        ErrorBody said = ErrorBody.of(body);
        if (!said.isError()) {
            return lasting(
                    NO_STREAM + ": check that the assistant's baseUrl speaks this provider's API, and that nothing"
                            + " between turns streaming off");
        }
        ProviderErrorText known = known(said, said.status(), "");
        if (known != null) {
            return known;
        }
        return said.status() > 0
                ? byStatus(said.status(), said.waitFor())
                : lasting(NO_STREAM + " but sent an error; the log shows it");
    }

    /** An error event in a stream. */
    static ProviderErrorText ofEvent(JsonObject event) {
        ErrorBody said = ErrorBody.of(event);
        ProviderErrorText known = known(said, said.status(), "");
        if (known != null) {
            return known;
        }
        return said.status() == 429 || said.status() >= 500
                ? byStatus(said.status(), said.waitFor())
                : lasting(REPORTED);
    }

    ProviderFault fault(String detail) {
        return new ProviderFault(text, detail, passing, true, asked);
    }

    /** What its own codes say more exactly than any status; null when they say nothing that we know. */
    private static ProviderErrorText known(ErrorBody said, int status, String shown) {
        if (said.names(
                        "insufficient_quota",
                        "billing_hard_limit",
                        "insufficient_balance",
                        "insufficient_credit",
                        "billing_not_active")
                || said.mentions("exceeded your current quota", "credit balance is too low", "insufficient balance")) {
            return lasting("the provider account has no quota or credit left: add credit, or use another key"
                    + " (insufficient_quota)");
        }
        if (said.names(
                        "context_length_exceeded",
                        "context_window_exceeded",
                        "exceed_context_size",
                        "string_above_max_length")
                || said.mentions(
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
        if (said.names(
                "content_filter",
                "content_policy",
                "responsibleaipolicy",
                "prohibited_content",
                "data_inspection_failed",
                "content_blocked")) {
            return lasting("the provider's content filter blocked the question or the answer: rephrase it"
                    + " (content_filter)");
        }
        if (said.names("tool_use_failed", "malformed_function_call") || said.mentions("failed to call a function")) {
            return lasting("the model asked for a tool in a way that its provider did not accept: ask again, or use a"
                    + " model that is better at tools (tool_use_failed)");
        }
        if (said.mentions(
                "does not support tools",
                "does not support function",
                "tool use is not supported",
                "no endpoints found that support tool")) {
            return lasting("this model takes no tools: use another model, or leave the assistant's tools empty");
        }
        if (said.mentions("/v1/responses", "use the responses api")) {
            return lasting("this model takes tools only over the Responses API: set the assistant's provider to"
                    + " openai-responses");
        }
        if (status == 400 && said.names("unsupported_parameter", "unsupported_value", "unknown_parameter")) {
            String parameter = HARMLESS.matcher(said.parameter()).matches() ? " " + said.parameter() : "";
            return lasting("the provider did not accept the request" + shown + ": it does not take the option"
                    + parameter + "; set or remove it in the assistant's request");
        }
        if (said.names("invalid_api_key", "authentication_error", "unauthenticated", "api_key_invalid")) {
            return lasting("the provider refused the key" + shown);
        }
        if (said.names("model_not_found", "model_not_available")) {
            return lasting("the provider knows no such model or address" + shown);
        }
        if (said.names("rate_limit", "resource_exhausted", "throttl", "too_many_requests")) {
            return new ProviderErrorText("the provider is rate limited, try again later" + shown, true, said.waitFor());
        }
        if (said.names("overloaded", "unavailable", "slow_down", "engine_overloaded", "at_capacity", "no_capacity")) {
            return new ProviderErrorText("the provider is overloaded" + shown, true, said.waitFor());
        }
        if (status < 400
                && said.names("server_error", "api_error", "internal", "timeout", "bad_gateway", "deadline_exceeded")) {
            return new ProviderErrorText("the provider failed in the middle of its answer", true, said.waitFor());
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
            case 402 -> lasting("the provider wants to be paid first (402)");
            case 404 -> lasting("the provider knows no such model or address (404)");
            case 408, 504 -> new ProviderErrorText("the provider took too long (" + status + ")", true, wait);
            case 429 -> new ProviderErrorText("the provider is rate limited, try again later (429)", true, wait);
            case 503, 529 -> new ProviderErrorText("the provider is overloaded (" + status + ")", true, wait);
            default ->
                status >= 500
                        ? new ProviderErrorText("the provider failed (" + status + ")", true, wait)
                        : lasting("the provider gave an unexpected answer (" + status + ")");
        };
    }

    private static ProviderErrorText lasting(String text) {
        return new ProviderErrorText(text, false, null);
    }

    private static boolean isPage(String body) {
        return body.stripLeading().startsWith("<");
    }
}
