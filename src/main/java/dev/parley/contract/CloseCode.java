package dev.parley.contract;

/**
 * The close codes of WebSockets, protocol.md 6. The range is the policy: 1012, 1013 and 4000–4499 mean reconnect,
 * 4500–4999 do not.
 */
public enum CloseCode {
    PROTOCOL_ERROR(1002),
    INVALID_UTF8(1007),
    TOO_BIG(1009),
    DRAINING(1012),
    OVERLOADED(1013),
    UNAUTHORIZED(4001),
    TOO_SLOW(4008),
    SILENT(4009),
    BAD_FRAMES(4500),
    REMOVED(4503);

    private final short number;

    CloseCode(int number) {
        this.number = (short) number;
    }

    public short number() {
        return number;
    }
}
