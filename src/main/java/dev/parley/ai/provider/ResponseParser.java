package dev.parley.ai.provider;

/** Reads the body of one response, in whichever portions it comes. Used on the context of its call. */
public interface ResponseParser {
    /**
     * More bytes.
     *
     * @throws ProviderFault when it breaks the dialect's protocol, or says that the provider failed
     */
    void feed(byte[] bytes);

    /** The body ended cleanly without the end mark: a fault unless the dialect can do without one. */
    default void end() {
        cut();
    }

    /** The connection broke before the end mark: a fault in most dialects. */
    default void cut() {
        throw ProviderFault.early();
    }
}
