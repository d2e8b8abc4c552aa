package dev.parley.ai.openai;

import java.util.function.Consumer;

/**
 * Separates reasoning from text where a server sends both as text: reasoning stands between {@code <think>} at the very
 * start and {@code </think>}. The tags may come in any pieces. Used by one response, on its context.
 *
 * <pre>
 *  START ── "&lt;think>" ──► REASONING ── "&lt;/think>" ──► GAP (white space) ──► TEXT
 *    └── anything else ───────────────────────────────────────────────────►  TEXT
 * </pre>
 */
final class Thinking {
    static final String BEGIN = "<think>";
    static final String END = "</think>";
    /** The field of reasoning of this kind. */
    static final String FIELD = BEGIN;

    private final Consumer<String> text;
    private final Consumer<String> reasoning;
    private String pending = "";
    private State state = State.START;

    private enum State {
        START,
        REASONING,
        GAP,
        TEXT
    }

    Thinking(Consumer<String> text, Consumer<String> reasoning) {
        this.text = text;
        this.reasoning = reasoning;
    }

    void append(String piece) {
        if (state == State.TEXT) {
            text.accept(piece);
            return;
        }
        pending += piece;
        if (state == State.START) {
            start();
        }
        if (state == State.REASONING) {
            reason();
        }
        if (state == State.GAP && !pending.isBlank()) {
            pass(pending.stripLeading());
        }
    }

    /** No more comes. */
    void end() {
        String rest = pending;
        pending = "";
        if (state == State.START) {
            text.accept(rest);
        } else if (state == State.REASONING) {
            reasoning.accept(rest);
        }
        to(State.TEXT);
    }

    private void to(State next) {
        state = next;
    }

    private void start() {
        String opening = pending.stripLeading();
        if (opening.startsWith(BEGIN)) {
            to(State.REASONING);
            pending = opening.substring(BEGIN.length());
        } else if (!BEGIN.startsWith(opening)) {
            pass(pending);
        }
    }

    private void reason() {
        int end = pending.indexOf(END);
        int sure = end >= 0 ? end : pending.length() - beginningOfEnd();
        reasoning.accept(pending.substring(0, sure));
        pending = end >= 0 ? pending.substring(end + END.length()) : pending.substring(sure);
        if (end >= 0) {
            to(State.GAP);
        }
    }

    /** How many of the last characters may be the beginning of the end. */
    private int beginningOfEnd() {
        for (int most = Math.min(END.length() - 1, pending.length()); most > 0; most--) {
            if (pending.endsWith(END.substring(0, most))) {
                return most;
            }
        }
        return 0;
    }

    private void pass(String rest) {
        to(State.TEXT);
        pending = "";
        text.accept(rest);
    }
}
