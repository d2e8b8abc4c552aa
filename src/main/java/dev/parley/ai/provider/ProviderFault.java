package dev.parley.ai.provider;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Reports that a provider broke its protocol or failed. The text is for people, and ours; it holds no secret. */
public final class ProviderFault extends RuntimeException {
    private final String detail;
    private final boolean passing;
    private final boolean reported;
    private final Duration wait;

    public ProviderFault(String text) {
        this(text, "", false, false, null);
    }

    /** With {@code detail} for the log: the words of the provider. */
    public ProviderFault(String text, String detail) {
        this(text, detail, false, false, null);
    }

    /**
     * A fault with all its details.
     *
     * @param passing it may be gone when the provider is asked again
     * @param reported the provider said so itself: what it refused before its first output costs nothing
     * @param wait how long the provider wants to be left alone; null when it did not say
     */
    ProviderFault(String text, String detail, boolean passing, boolean reported, Duration wait) {
        super(text, null, false, false);
        this.detail = detail;
        this.passing = passing;
        this.reported = reported;
        this.wait = wait;
    }

    /** A fault that the provider reports, and that may be gone when it is asked again. */
    public static ProviderFault passing(String text, String detail) {
        return new ProviderFault(text, detail, true, true, null);
    }

    /** The response ended without the dialect's end mark. */
    static ProviderFault early() {
        return new ProviderFault("the provider's answer ended early", "", true, false, null);
    }

    /** An error that the provider reports without a code that we know. */
    public static ProviderFault reported(String detail) {
        return new ProviderFault(ProviderErrorText.REPORTED, detail, false, true, null);
    }

    /** An error that the provider reports in this JSON, by its codes where we know them. */
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
