package dev.parley.ai.provider;

/** The provider broke its protocol or said that it failed; the text is for people and is ours. */
public final class ProviderFault extends RuntimeException {
    private final String detail;
    private final boolean passing;

    public ProviderFault(String text) {
        this(text, "", false);
    }

    /** With {@code detail} for the log: what the provider said. */
    public ProviderFault(String text, String detail) {
        this(text, detail, false);
    }

    private ProviderFault(String text, String detail, boolean passing) {
        super(text, null, false, false);
        this.detail = detail;
        this.passing = passing;
    }

    /** One that may be gone when it is asked again. */
    public static ProviderFault passing(String text, String detail) {
        return new ProviderFault(text, detail, true);
    }

    /** The response ended without the dialect's end mark. */
    static ProviderFault early() {
        return passing("the provider's answer ended early", "");
    }

    /** The provider reports an error of which it says no more that we know. */
    public static ProviderFault reported(String detail) {
        return new ProviderFault("the provider reported an error in the middle of its answer", detail);
    }

    String detail() {
        return detail;
    }

    boolean isPassing() {
        return passing;
    }
}
