package dev.parley.ai.openai;

import java.util.function.Consumer;

/**
 * Tells reasoning from text where a server sends both as text: what stands between {@code <think>} at its very start and
 * {@code </think>}. Either may come in any pieces.
 *
 * <pre>
 *  START ── "&lt;think>" ──► REASONING ── "&lt;/think>" ──► GAP (white space) ──► TEXT
 *    └── anything else ───────────────────────────────────────────────────►  TEXT
 * </pre>
 */
final class Thinking {
    static final String BEGIN = "<think>";
    static final String END = "</think>";
    /** Under which reasoning of this kind is kept. */
    static final String FIELD = BEGIN;

    private final Consumer<String> text;
    private final Consumer<String> reasoning;
    private String held = "";
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

    void said(String piece) {
        if (state == State.TEXT) {
            text.accept(piece);
            return;
        }
        held += piece;
        if (state == State.START) {
            start();
        }
        if (state == State.REASONING) {
            reason();
        }
        if (state == State.GAP && !held.isBlank()) {
            pass(held.stripLeading());
        }
    }

    /** No more comes. */
    void end() {
        String rest = held;
        held = "";
        if (state == State.START) {
            text.accept(rest);
        } else if (state == State.REASONING) {
            reasoning.accept(rest);
        }
        state = State.TEXT;
    }

    private void start() {
        String begun = held.stripLeading();
        if (begun.startsWith(BEGIN)) {
            state = State.REASONING;
            held = begun.substring(BEGIN.length());
        } else if (!BEGIN.startsWith(begun)) {
            pass(held);
        }
    }

    private void reason() {
        int end = held.indexOf(END);
        int sure = end >= 0 ? end : held.length() - beginningOfEnd();
        reasoning.accept(held.substring(0, sure));
        held = end >= 0 ? held.substring(end + END.length()) : held.substring(sure);
        state = end >= 0 ? State.GAP : State.REASONING;
    }

    /** How many of the last characters may be the beginning of the end. */
    private int beginningOfEnd() {
        for (int most = Math.min(END.length() - 1, held.length()); most > 0; most--) {
            if (held.endsWith(END.substring(0, most))) {
                return most;
            }
        }
        return 0;
    }

    private void pass(String rest) {
        state = State.TEXT;
        held = "";
        text.accept(rest);
    }
}
