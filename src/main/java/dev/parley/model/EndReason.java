package dev.parley.model;

import java.util.Locale;

/** Why a turn ended, as {@code complete.reason} of protocol.md 3 has it. */
public enum EndReason {
    DONE,
    CANCELLED,
    FAILED,
    LENGTH;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static EndReason of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
