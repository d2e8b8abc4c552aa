package dev.parley.ai.openai;

/** The provider broke its protocol or said that it failed; the text is for people and is ours. */
final class ProviderFault extends RuntimeException {
    private final String detail;

    ProviderFault(String text) {
        this(text, "");
    }

    /** @param detail for the log: what the provider said */
    ProviderFault(String text, String detail) {
        super(text, null, false, false);
        this.detail = detail;
    }

    String detail() {
        return detail;
    }
}
