package dev.parley.room.rules;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.messages.AiReply;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.model.TurnProgress.Phase;
import dev.parley.model.TurnSnapshot;
import dev.parley.model.TurnStep;
import dev.parley.store.OpenTurn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An answer in progress as its room sees it: the rounds so far, the text of the one in hand, and what it waits for.
 *
 * <pre>
 *          ┌──────────── decided ────────────┐
 *          ▼                                 │
 *  ──► QUEUED ── begin ──► RUNNING ── await ──► WAITING
 *          │                  │                 │
 *          └──────────────────┴── end, or cancel ──► ENDING ── committed ──► (gone from the room)
 * </pre>
 *
 * Each {@link #begin} is a run of its own, asked of some AI verticle; what an earlier run still says counts no more. A
 * run that was lost is followed by {@link #rewind}: the round in hand starts again, in the next attempt.
 */
public final class LiveTurn {
    private enum State {
        QUEUED,
        RUNNING,
        WAITING,
        ENDING
    }

    private final String prompt;
    private final List<TurnStep> steps = new ArrayList<>();
    private final StringBuilder content = new StringBuilder();
    private final Set<String> lostNodes = new HashSet<>();
    private Turn turn;
    private State state = State.QUEUED;
    private int run;
    private int begun;
    private int roundAt;
    /** What the round in hand had said in a run that was lost; shown again only if there is no further run. */
    private String checkpoint = "";

    private TokenUsage usage;
    /** Tokens that the model of the round in hand reads; 0 until it was asked, and when it counts none. */
    private int reads;

    /** A turn that begins. */
    LiveTurn(Turn turn, String prompt) {
        this.turn = turn;
        this.prompt = prompt;
    }

    /** A turn that another owner of the room left unfinished; its attempt was raised already. */
    LiveTurn(OpenTurn open) {
        this(open.turn(), null);
        TurnProgress progress = open.progress();
        steps.addAll(progress.steps());
        steps.forEach(step -> content.append(step.text()));
        roundAt = content.length();
        checkpoint = progress.text();
        begun = progress.phase() == Phase.RUNNING || progress.equals(TurnProgress.NONE)
                ? Math.max(1, progress.begun())
                : progress.begun();
        usage = progress.usage();
        state = progress.phase() == Phase.WAITING ? State.WAITING : State.QUEUED;
    }

    public Turn turn() {
        return turn;
    }

    /** What was asked; null when it has to be read. */
    public String prompt() {
        return prompt;
    }

    /** How often the round in hand was begun. */
    public int begun() {
        return begun;
    }

    public List<TurnStep> steps() {
        return List.copyOf(steps);
    }

    public String content() {
        return content.toString();
    }

    boolean isQueued() {
        return state == State.QUEUED;
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    public boolean isWaiting() {
        return state == State.WAITING;
    }

    public boolean isEnding() {
        return state == State.ENDING;
    }

    /** Begins the round in hand, and returns the number of this run. */
    @CanIgnoreReturnValue
    public int begin() {
        state = State.RUNNING;
        begun++;
        return ++run;
    }

    /** Whether this run still counts. */
    public boolean isInRun(int number) {
        return state == State.RUNNING && run == number;
    }

    /** A model was asked for the round in hand: it reads so many tokens, estimated. */
    public void asked(int input) {
        reads += input;
    }

    /** The run was lost, on this node: the round in hand starts again in the next attempt. */
    public void rewind(String node) {
        usage = usage(null);
        reads = 0;
        run++;
        lostNodes.add(node);
        turn = turn.again();
        content.setLength(roundAt);
    }

    /** What a lost run of the round in hand is known to have said, if there is no further run. */
    public String checkpoint() {
        return checkpoint;
    }

    /** Where runs were lost. */
    public Set<String> lostNodes() {
        return lostNodes;
    }

    /** Takes what was said and returns the offset at which it stands. */
    @CanIgnoreReturnValue
    public int say(String text) {
        int offset = content.length();
        content.append(text);
        return offset;
    }

    /** The round is over: these tools are wanted. Returns them with their place and, if they wait, their time. */
    @CanIgnoreReturnValue
    public List<ToolCall> called(AiReply.ToolsRequested wanted, long expiresAt) {
        List<ToolCall> calls = wanted.calls().stream()
                .map(call -> call.at(content.length(), expiresAt))
                .toList();
        steps.add(new TurnStep(content.substring(roundAt), calls, wanted.reasoning()));
        usage = usage(wanted.usage());
        reads = 0;
        roundAt = content.length();
        checkpoint = "";
        begun = 0;
        return calls;
    }

    /** A tool that ran has a result. Returns the call as it is now. */
    @CanIgnoreReturnValue
    public ToolCall settle(ToolCall done) {
        return changed(find(steps.get(steps.size() - 1).calls(), done.call())
                .orElseThrow(() -> new IllegalStateException("no tool call " + done.call()))
                .with(done.state(), done.result()));
    }

    /** Nothing is left to do before a person decides. */
    public void await() {
        state = State.WAITING;
        begun = 0;
    }

    /** A person decides about a tool. Returns the call as it is now. */
    @CanIgnoreReturnValue
    public ToolCall decide(String call, boolean allow, String refusal) {
        ToolCall waiting = find(waitingCalls(), call)
                .orElseThrow(() -> Code.NOT_FOUND.refuse("no such tool waits for a permission"));
        return changed(
                allow ? waiting.with(ToolCall.State.RUNNING, null) : waiting.with(ToolCall.State.REFUSED, refusal));
    }

    /** Tools that wait for a person. */
    public List<ToolCall> waitingCalls() {
        return steps.isEmpty()
                ? List.of()
                : steps.get(steps.size() - 1).calls().stream()
                        .filter(call -> call.state() == ToolCall.State.WAITING)
                        .toList();
    }

    /** Everything was decided: the answer goes on when it is its turn. */
    public void goOn() {
        state = State.QUEUED;
    }

    public void end() {
        state = State.ENDING;
    }

    /** For the store. */
    public TurnProgress progress() {
        Phase phase = isQueued() ? Phase.QUEUED : isWaiting() ? Phase.WAITING : Phase.RUNNING;
        String text = content.length() > roundAt ? content.substring(roundAt) : checkpoint;
        return new TurnProgress(phase, begun, steps, text, usage(null));
    }

    /** For the store when it ends: tools that were not settled never will be, the text stands in the event, and nobody will reason on. */
    TurnProgress closed() {
        List<TurnStep> closed = steps.stream()
                .map(step -> new TurnStep(
                        step.text(),
                        step.calls().stream()
                                .map(call -> call.state().isSettled()
                                        ? call
                                        : call.with(ToolCall.State.FAILED, "the answer ended before"))
                                .toList()))
                .toList();
        return new TurnProgress(Phase.RUNNING, begun, closed, "", usage);
    }

    /** Of the whole answer, which ends. Null when no model was asked that counts tokens, and all went well. */
    TokenUsage usage(EndReason reason, TokenUsage last) {
        TokenUsage all = usage(last);
        return all == null && reason != EndReason.DONE ? new TokenUsage(0, 0, true) : all;
    }

    /** Of all rounds, with what the one in hand took: estimated when that is null. */
    private TokenUsage usage(TokenUsage last) {
        boolean estimate = last == null && reads > 0;
        return TokenUsage.sum(
                usage,
                estimate ? new TokenUsage(reads, TokenUsage.tokensIn((long) content.length() - roundAt), true) : last);
    }

    TurnSnapshot snapshot() {
        return new TurnSnapshot(
                turn.id(),
                turn.assistant(),
                turn.attempt(),
                turn.promptSeq(),
                turn.asker().id(),
                content(),
                steps.stream().flatMap(step -> step.calls().stream()).toList());
    }

    private static Optional<ToolCall> find(List<ToolCall> calls, String id) {
        return calls.stream().filter(call -> call.call().equals(id)).findFirst();
    }

    private ToolCall changed(ToolCall call) {
        int last = steps.size() - 1;
        steps.set(last, steps.get(last).with(call));
        return call;
    }
}
