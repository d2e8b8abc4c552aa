package dev.parley.ai.provider;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** The provider broke its protocol or said that it failed; the text is for people and is ours. */
public final class ProviderFault extends RuntimeException {
    private final String detail;
    private final boolean passing;
    private final boolean reported;
    private final Duration wait;

    public ProviderFault(String text) {
        this(text, "", false, false, null);
    }

    /** With {@code detail} for the log: what the provider said. */
    public ProviderFault(String text, String detail) {
        this(text, detail, false, false, null);
    }

    /**
     * All of it.
     *
     * @param passing it may be gone when the provider is asked again
     * @param told the provider said so itself: what it refused before its first output costs nothing
     * @param wait how long the provider wants to be left alone; null when it did not say
     */
    ProviderFault(String text, String detail, boolean passing, boolean told, Duration wait) {
        super(text, null, false, false);
        this.detail = detail;
        this.passing = passing;
        this.reported = told;
        this.wait = wait;
    }

    /** One that the provider tells, and that may be gone when it is asked again. */
    public static ProviderFault passing(String text, String detail) {
        return new ProviderFault(text, detail, true, true, null);
    }

    /** The response ended without the dialect's end mark. */
    static ProviderFault early() {
        return new ProviderFault("the provider's answer ended early", "", true, false, null);
    }

    /** The provider reports an error of which it says no more that we know. */
    public static ProviderFault reported(String detail) {
        return new ProviderFault(ProviderErrorText.REPORTED, detail, false, true, null);
    }

    /** The provider reports an error, in this JSON: it is told by its codes where they are known. */
    public static ProviderFault reported(JsonObject error) {
        String detail = error.encode();
        return ProviderErrorText.ofEvent(error).fault(detail);
    }

    String detail() {
        return detail;
    }

    boolean isPassing() {
        return passing;
    }

    boolean isReported() {
        return reported;
    }

    /** How long the provider wants to be left alone; null when it did not say. */
    Duration waitFor() {
        return wait;
    }
}
