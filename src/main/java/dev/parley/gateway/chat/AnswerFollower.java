package dev.parley.gateway.chat;

import dev.parley.contract.AnswerFrame;
import dev.parley.model.ToolCall;
import dev.parley.model.TurnSnapshot;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows one answer for one reader: it takes the room's frames, wherever they begin, and hands a renderer each piece
 * once and in order. A lost chunk is noticed ({@link #hasGap}) and made good by {@link #sync} or by the end. When
 * another attempt of the turn begins, nothing is handed on as long as its text is the same as before; once it differs
 * the renderer gets {@link AnswerRenderer#onRestart} and then all of the text. Pure; not for several threads.
 *
 * <pre>
 * FOLLOWING ── something was lost ──► GAP ── sync ──► FOLLOWING
 *     └────────────── complete ────────┴────────────► ENDED
 * </pre>
 */
final class AnswerFollower {
    private enum State {
        FOLLOWING,
        /** Chunks and tools are passed over: what is missing comes first. */
        GAP,
        ENDED
    }

    private final String turn;
    private final AnswerRenderer renderer;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, ToolCall> calls = new LinkedHashMap<>();
    private final Map<String, Boolean> knownCalls;
    /** What the reader has while the text is still within it; null when the text is what it has. */
    private String known;
    /** Whether {@code known} is of an earlier stream: the renderer was not given it. */
    private boolean resumes;

    private int attempt;
    private State state = State.FOLLOWING;

    AnswerFollower(String turn, ResumePoint resumePoint, AnswerRenderer renderer) {
        this.turn = turn;
        this.renderer = renderer;
        this.known = resumePoint.text().isEmpty() ? null : resumePoint.text();
        this.resumes = this.known != null;
        this.knownCalls = new HashMap<>(resumePoint.calls());
    }

    String turn() {
        return turn;
    }

    /** Whether something was lost that only {@link #sync} or the end brings back. */
    boolean hasGap() {
        return state == State.GAP;
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    /** The calls that wait for a person, when nothing else is under way; else empty. */
    List<ToolCall> waiting() {
        List<ToolCall> open =
                calls.values().stream().filter(c -> !c.state().isSettled()).toList();
        boolean allWait = open.stream().allMatch(c -> c.state() == ToolCall.State.WAITING);
        return allWait && !hasEnded() ? open : List.of();
    }

    /** How far the answer is: its entry in a {@code ready} frame. */
    void sync(TurnSnapshot entry) {
        if (hasEnded() || entry.attempt() < attempt) {
            return;
        }
        to(State.FOLLOWING);
        rise(entry.attempt());
        String content = entry.content();
        for (ToolCall call : inOrder(entry.calls())) {
            reach(content, Math.min(call.offset(), content.length()));
            put(call);
        }
        reach(content, content.length());
    }

    private static List<ToolCall> inOrder(List<ToolCall> calls) {
        return calls.stream().sorted(Comparator.comparingInt(ToolCall::offset)).toList();
    }

    /** A piece of the text. */
    void chunk(AnswerFrame.Chunk chunk) {
        int of = chunk.attempt();
        int offset = chunk.offset();
        if (state != State.FOLLOWING || of < attempt) {
            return;
        }
        if (of > attempt && offset == 0) {
            rise(of);
        }
        String content = chunk.content();
        if (of > attempt || offset > text.length()) {
            to(State.GAP);
        } else if (offset + content.length() > text.length()) {
            add(content.substring(text.length() - offset));
        }
    }

    /** How far a call is. */
    void tool(ToolCall call) {
        if (state == State.FOLLOWING && call.offset() > text.length()) {
            to(State.GAP);
        } else if (state == State.FOLLOWING) {
            put(call);
        }
    }

    /** The end, with all of the text. */
    void complete(AnswerFrame.End end) {
        if (hasEnded()) {
            return;
        }
        rise(Math.max(attempt, 1));
        String content = end.content();
        if (content.startsWith(text.toString())) {
            reach(content, content.length());
        } else {
            begin(content);
        }
        if (known != null) {
            begin(content); // the reader has more than there is
        }
        for (ToolCall call : List.copyOf(calls.values())) {
            if (!call.state().isSettled()) {
                put(call.with(ToolCall.State.FAILED, "the answer ended before the tool did"));
            }
        }
        to(State.ENDED);
        renderer.onEnd(end);
    }

    private void to(State next) {
        state = next;
    }

    private void rise(int next) {
        if (next == attempt) {
            return;
        }
        if (known == null && text.length() > 0) {
            known = text.toString();
        }
        text.setLength(0);
        attempt = next;
        renderer.onAttempt(next);
    }

    private void reach(String content, int upTo) {
        if (upTo > text.length()) {
            add(content.substring(text.length(), upTo));
        }
    }

    private void add(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        int from = text.length();
        text.append(piece);
        if (known == null) {
            renderer.onText(piece, false);
            return;
        }
        int common = Math.min(known.length(), text.length()) - from;
        if (!known.regionMatches(from, piece, 0, common)) {
            begin(text.toString());
            return;
        }
        if (resumes && common > 0) {
            renderer.onText(piece.substring(0, common), true);
        }
        if (text.length() >= known.length()) {
            known = null;
            resumes = false;
            if (common < piece.length()) {
                renderer.onText(piece.substring(common), false);
            }
        }
    }

    /** What the reader has is not the beginning of the answer. */
    private void begin(String content) {
        known = null;
        resumes = false;
        text.setLength(0);
        renderer.onRestart();
        add(content);
    }

    private void put(ToolCall call) {
        ToolCall known = calls.put(call.call(), call);
        if (known != null) {
            if (known.state() != call.state()) {
                renderer.onToolChange(call);
            }
            return;
        }
        Boolean settled = knownCalls.remove(call.call());
        renderer.onToolCall(call, settled != null);
        if (Boolean.FALSE.equals(settled) && call.state() != ToolCall.State.RUNNING) {
            renderer.onToolChange(call);
        }
    }
}
