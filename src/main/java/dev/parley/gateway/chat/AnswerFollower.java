package dev.parley.gateway.chat;

import dev.parley.model.ToolCall;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One answer as one reader follows it: it takes the room's frames, wherever they begin, and tells a renderer each piece
 * once and in order. A lost chunk is noticed ({@link #hasGap}) and made good by {@link #sync} or by the end. An answer
 * that was begun again on another node goes on silently as long as it says what was said before; once it says something
 * else the renderer hears {@link AnswerRenderer#onRestart} and then all of the text. Pure; not for several threads.
 */
final class AnswerFollower {
    private final String turn;
    private final AnswerRenderer renderer;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, ToolCall> calls = new LinkedHashMap<>();
    private final Map<String, Boolean> knownCalls;
    /** What the reader has while the text is still within it; null when the text is what it has. */
    private String known;
    /** Whether {@code held} is of an earlier stream: the renderer has not heard of it. */
    private boolean resumes;

    private int attempt;
    private boolean gap;
    private boolean ended;

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
        return gap;
    }

    boolean hasEnded() {
        return ended;
    }

    /** The calls that wait for a person, when nothing else is under way; else empty. */
    List<ToolCall> waiting() {
        List<ToolCall> open =
                calls.values().stream().filter(c -> !c.state().isSettled()).toList();
        boolean allWait = open.stream().allMatch(c -> c.state() == ToolCall.State.WAITING);
        return allWait && !ended ? open : List.of();
    }

    /** How far the answer is: its entry in a {@code ready} frame. */
    void sync(JsonObject entry) {
        if (ended || entry.getInteger("attempt") < attempt) {
            return;
        }
        gap = false;
        rise(entry.getInteger("attempt"));
        String content = entry.getString("content");
        for (ToolCall call : callsOf(entry)) {
            reach(content, Math.min(call.offset(), content.length()));
            put(call);
        }
        reach(content, content.length());
    }

    private static List<ToolCall> callsOf(JsonObject entry) {
        List<ToolCall> found = new ArrayList<>();
        entry.getJsonArray("calls", new JsonArray()).forEach(json -> found.add(ToolCall.of((JsonObject) json)));
        found.sort(Comparator.comparingInt(ToolCall::offset));
        return found;
    }

    /** A {@code chunk} frame. */
    void chunk(JsonObject frame) {
        int of = frame.getInteger("attempt");
        int offset = frame.getInteger("offset");
        if (ended || gap || of < attempt) {
            return;
        }
        if (of > attempt && offset == 0) {
            rise(of);
        }
        String content = frame.getString("content");
        if (of > attempt || offset > text.length()) {
            gap = true;
        } else if (offset + content.length() > text.length()) {
            add(content.substring(text.length() - offset));
        }
    }

    /** A {@code tool} frame. */
    void tool(JsonObject frame) {
        ToolCall call = ToolCall.of(frame);
        if (call.offset() > text.length()) {
            gap = true;
        } else if (!ended && !gap) {
            put(call);
        }
    }

    /** The {@code complete} frame. */
    void complete(JsonObject frame) {
        if (ended) {
            return;
        }
        rise(Math.max(attempt, 1));
        String content = frame.getString("content");
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
                put(call.with(ToolCall.State.FAILED, "the answer ended before it"));
            }
        }
        ended = true;
        renderer.onEnd(frame);
    }

    private void rise(int to) {
        if (to == attempt) {
            return;
        }
        if (known == null && text.length() > 0) {
            known = text.toString();
        }
        text.setLength(0);
        attempt = to;
        renderer.onAttempt(to);
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
