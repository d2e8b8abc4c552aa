package dev.parley.ai.provider;

/** Reads one response's body, in whichever portions it comes. Not thread-safe: one call's context. */
public interface ResponseParser {
    /**
     * More bytes.
     *
     * @throws ProviderFault when it breaks the dialect's protocol, or says that the provider failed
     */
    void feed(byte[] bytes);

    /** The body is over as HTTP has it, and the end mark was not read: a fault unless the dialect can do without one. */
    default void end() {
        cut();
    }

    /** The connection broke, and the end mark was not read: mostly a fault. */
    default void cut() {
        throw ProviderFault.early();
    }
}
