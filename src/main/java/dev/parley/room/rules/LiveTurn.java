package dev.parley.room.rules;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.messages.AiReply;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.model.TurnProgress.Phase;
import dev.parley.model.TurnSnapshot;
import dev.parley.model.TurnStep;
import dev.parley.store.OpenTurn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A turn in progress as its room sees it: the steps so far, the text of the step in hand, and what it waits for.
 *
 * <pre>
 *                      requeue
 *         ┌────────────────┬────────────────┐
 *         ▼     begin      │      wait      │
 *  ──► QUEUED ────────► RUNNING ────────► WAITING
 *         │              (again)            │
 *         └────────────────┴────── end ─────┴──► ENDING ── committed ──► (gone from the room)
 * </pre>
 *
 * <p>Each {@link #begin} opens a chain of replies from some AI verticle; replies of an earlier chain do not count. An
 * attempt that was lost is followed by {@link #rewind}: the step in hand starts again, in the next attempt. Pure; one
 * thread at a time.
 */
public final class LiveTurn {
    /** Each state knows from which others it may follow. */
    private enum State {
        QUEUED,
        RUNNING,
        WAITING,
        ENDING;

        private boolean mayFollow(State before) {
            return switch (this) {
                case QUEUED -> before == RUNNING || before == WAITING;
                case RUNNING -> before == QUEUED || before == RUNNING;
                case WAITING -> before == RUNNING;
                case ENDING -> true;
            };
        }
    }

    private final TurnSteps steps;
    private final StringBuilder content;
    private final Set<String> lostNodes = new HashSet<>();
    private final TurnUsage usage;
    private Turn turn;
    private TurnPrompt prompt;
    private State state;
    /** The number of the reply chain that counts. */
    private int chain;

    private int stepStarts;
    /** Where the text of the step in hand begins. */
    private int stepOffset;
    /** The text of the step in hand in a lost attempt; shown again only if there is no further attempt. */
    private String checkpoint;

    /** A turn that begins. */
    LiveTurn(Turn turn, TurnPrompt prompt) {
        this(turn, prompt, State.QUEUED, TurnProgress.NONE);
    }

    /**
     * A turn that another owner of the room left unfinished; its attempt was raised already. If the prompt was deleted,
     * nothing of it is left.
     */
    LiveTurn(OpenTurn open, TurnPrompt prompt) {
        this(
                open.turn(),
                prompt,
                open.progress().phase() == Phase.WAITING ? State.WAITING : State.QUEUED,
                open.progress());
        if (prompt.isDeleted()) {
            forget();
        }
        TurnProgress progress = open.progress();
        boolean wasBegun = progress.phase() == Phase.RUNNING || progress.equals(TurnProgress.NONE);
        stepStarts = wasBegun ? Math.max(1, progress.begun()) : progress.begun();
    }

    private LiveTurn(Turn turn, TurnPrompt prompt, State state, TurnProgress progress) {
        this.turn = turn;
        this.prompt = prompt;
        this.state = state;
        this.steps = new TurnSteps(progress.steps());
        this.content = new StringBuilder(steps.text());
        this.stepOffset = content.length();
        this.checkpoint = progress.text();
        this.usage = new TurnUsage(progress.usage());
    }

    private void to(State next) {
        if (!next.mayFollow(state)) {
            throw new IllegalStateException("turn " + turn.id() + " is " + state + " and cannot become " + next);
        }
        state = next;
    }

    public Turn turn() {
        return turn;
    }

    /** The message to be answered, as it is now. */
    public TurnPrompt prompt() {
        return prompt;
    }

    /** The prompt has another text: steps that begin from now on are asked with it. */
    void edit(String text) {
        prompt = TurnPrompt.of(text);
    }

    /**
     * The prompt was deleted: nothing is left of what the turn said and did, and replies do not count any more. The
     * tokens that it took do.
     */
    void forget() {
        prompt = TurnPrompt.DELETED;
        if (!isEnding()) { // else the model may have told what the step took
            usage.endStep(null, stepLength());
        }
        chain++;
        steps.clear();
        content.setLength(0);
        stepOffset = 0;
        checkpoint = "";
    }

    /** How often the step in hand was begun. */
    public int stepStarts() {
        return stepStarts;
    }

    public List<TurnStep> steps() {
        return steps.all();
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

    /** Begins the step in hand, and returns the number of the reply chain for it. */
    @CanIgnoreReturnValue
    public int begin() {
        to(State.RUNNING);
        stepStarts++;
        return ++chain;
    }

    /** Whether replies of this chain still count. */
    public boolean isCurrentChain(int number) {
        return state == State.RUNNING && chain == number;
    }

    /** A model was called for the step in hand: it reads so many tokens, estimated. */
    public void addInputTokens(int tokens) {
        usage.addInput(tokens);
    }

    /** The attempt was lost, on this node: the step in hand starts again in the next attempt. */
    public void rewind(String node) {
        usage.endStep(null, stepLength());
        chain++;
        lostNodes.add(node);
        turn = turn.nextAttempt();
        content.setLength(stepOffset);
    }

    private long stepLength() {
        return (long) content.length() - stepOffset;
    }

    /** The text of the step in hand that a lost attempt is known to have brought, if there is no further attempt. */
    public String checkpoint() {
        return checkpoint;
    }

    /** The nodes that lost an attempt. */
    public Set<String> lostNodes() {
        return lostNodes;
    }

    /** Appends text and returns the offset at which it stands. */
    @CanIgnoreReturnValue
    public int append(String text) {
        int offset = content.length();
        content.append(text);
        return offset;
    }

    /** The step in hand ends with these tool calls. Returns them with their place and, if they wait, their time. */
    @CanIgnoreReturnValue
    public List<ToolCall> endStep(AiReply.ToolsRequested wanted, long expiresAt) {
        List<ToolCall> calls = wanted.calls().stream()
                .map(call -> call.at(content.length(), expiresAt))
                .toList();
        steps.add(new TurnStep(content.substring(stepOffset), calls, wanted.reasoning()));
        usage.endStep(wanted.usage(), stepLength());
        stepOffset = content.length();
        checkpoint = "";
        stepStarts = 0;
        return calls;
    }

    /** A tool call has a result. Returns the call as it is now. */
    @CanIgnoreReturnValue
    public ToolCall endCall(ToolCall done) {
        return steps.end(done);
    }

    /** Nothing is left to do before a person decides. */
    public void waitForDecision() {
        to(State.WAITING);
        stepStarts = 0;
    }

    /** A person decides about a tool. Returns the call as it is now. */
    @CanIgnoreReturnValue
    public ToolCall decide(String call, boolean allow, String refusal) {
        return steps.decide(call, allow, refusal);
    }

    /** Tools that wait for a person. */
    public List<ToolCall> waitingCalls() {
        return steps.waitingCalls();
    }

    /** The turn goes on when it is next: everything was decided, or the pause after a lost attempt is over. */
    public void requeue() {
        to(State.QUEUED);
    }

    /** The turn goes on no more in this room: its end is on its way to the store, or the room leaves. */
    public void end() {
        to(State.ENDING);
    }

    /** What a new owner of the room needs to go on, for the store. */
    public TurnProgress progress() {
        Phase phase = isQueued() ? Phase.QUEUED : isWaiting() ? Phase.WAITING : Phase.RUNNING;
        String text = content.length() > stepOffset ? content.substring(stepOffset) : checkpoint;
        return new TurnProgress(phase, stepStarts, steps.all(), text, usage.sum(null, stepLength()));
    }

    /**
     * The progress to be stored when the turn ends: unfinished tool calls have failed, the text stands in the event,
     * and no model reads the reasoning again.
     */
    TurnProgress finalProgress() {
        return new TurnProgress(Phase.RUNNING, stepStarts, steps.closed(), "", usage.past());
    }

    /**
     * The tokens of the whole turn, which ends. Null when no model that counts tokens was called, and all went well.
     */
    TokenUsage usage(EndReason reason, TokenUsage last) {
        return usage.total(reason, last, stepLength());
    }

    TurnSnapshot snapshot() {
        return new TurnSnapshot(
                turn.id(),
                turn.assistant(),
                turn.attempt(),
                turn.promptSeq(),
                turn.asker().id(),
                content(),
                steps.calls());
    }
}
