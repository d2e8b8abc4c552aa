package dev.parley.store;

import dev.parley.model.Author;
import dev.parley.model.Content;
import dev.parley.model.EndReason;
import dev.parley.model.EventType;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.model.TurnStep;
import java.util.ArrayList;
import java.util.List;

/** Commits for tests. */
public final class Appends {
    public static final Author ANN = new Author("ann", "Ann", Author.Kind.USER);
    public static final Author BOT = new Author("assistant", "assistant", Author.Kind.ASSISTANT);

    /** When edits, deletes, reactions and patches are committed. */
    public static final long AMENDED_AT = 6_000;

    private Appends() {}

    /** Ann says something under her own id. */
    public static Commit said(String room, long epoch, String id) {
        return said(room, epoch, id, ANN, "digest of " + id);
    }

    /** Somebody says something under an id of theirs. */
    public static Commit said(String room, long epoch, String id, Author from, String digest) {
        return commit(
                room,
                epoch,
                1_000,
                EventType.MESSAGE,
                id,
                true,
                from,
                digest,
                "{\"text\":\"" + id + "\"}",
                List.of(),
                null);
    }

    /** A message under the server's id that starts turns. */
    public static Commit asked(String room, long epoch, String id, Turn... turns) {
        return commit(
                room, epoch, 2_000, EventType.MESSAGE, id, false, ANN, "d", "{\"text\":\"?\"}", List.of(turns), null);
    }

    /** The end of a turn. */
    public static Commit answered(Turn turn, long epoch, String id) {
        return commit(
                turn.room(),
                epoch,
                3_000,
                EventType.ANSWER,
                id,
                false,
                BOT,
                "d",
                "{\"text\":\"!\"}",
                List.of(),
                end(turn));
    }

    /** The end of a turn at this time, with what it took. */
    public static Commit answered(Turn turn, long epoch, String id, long ts, TokenUsage usage) {
        TurnEnd end = new TurnEnd(turn, EndReason.DONE, usage, TurnProgress.NONE);
        return commit(
                turn.room(), epoch, ts, EventType.ANSWER, id, false, BOT, "d", "{\"text\":\"!\"}", List.of(), end);
    }

    /** A commit of one event; {@code clientId}: the id is its sender's key. {@code end} may be null. */
    public static Commit commit(
            String room,
            long epoch,
            long ts,
            String type,
            String id,
            boolean clientId,
            Author from,
            String digest,
            String body,
            List<Turn> starts,
            TurnEnd end) {
        List<Effect> effects = new ArrayList<>();
        starts.forEach(turn -> effects.add(new Effect.StartTurn(turn)));
        if (end != null) {
            effects.add(new Effect.EndTurn(end));
        }
        Commit.Cause cause = clientId ? new Commit.Cause(from.id(), id, digest) : null;
        List<Commit.NewEvent> events = List.of(new Commit.NewEvent(type, id, from, body));
        return new Commit(room, epoch, ts, cause, events, effects);
    }

    /** The outcome of a commit of one event. */
    public static Committed stored(long seq) {
        return new Committed.Stored(seq, seq);
    }

    /** A commit of these effects alone. */
    static Commit change(String room, long epoch, Effect... effects) {
        return new Commit(room, epoch, 4_000, null, List.of(), List.of(effects));
    }

    /** Somebody edits a message; the digest is of target and text. */
    public static Commit edited(long epoch, String id, Author by, long target, String text) {
        return amended(
                epoch,
                EventType.EDITED,
                id,
                by,
                Content.digest("edit " + target + " " + text),
                "{\"target\":" + target + "}",
                new Effect.EditMessage(target, by.id(), text));
    }

    /** Somebody deletes a message; {@code anybodys}: a moderator. */
    public static Commit deleted(long epoch, String id, Author by, long target, boolean anybodys) {
        return amended(
                epoch,
                EventType.DELETED,
                id,
                by,
                "delete " + target,
                "{\"target\":" + target + "}",
                new Effect.DeleteMessage(target, by.id(), anybodys));
    }

    /** Somebody reacts to a message. */
    public static Commit reacted(long epoch, String id, Author by, long target, String emoji, boolean on) {
        return amended(
                epoch,
                EventType.REACTION,
                id,
                by,
                "react " + target + " " + emoji + " " + on,
                "{\"target\":" + target + ",\"emoji\":\"" + emoji + "\",\"on\":" + on + "}",
                new Effect.React(target, by.id(), emoji, on));
    }

    /** Ann changes the shared state; {@code snapshot} may be null. */
    public static Commit patched(long epoch, String id, String patch, String snapshot) {
        return amended(
                epoch,
                EventType.STATE,
                id,
                ANN,
                "patch " + patch,
                "{\"patch\":" + patch + "}",
                new Effect.PatchState(snapshot));
    }

    /** A commit in room {@code r} of one event under its sender's id, and what it decides. */
    private static Commit amended(
            long epoch, String type, String id, Author by, String digest, String body, Effect effect) {
        return new Commit(
                "r",
                epoch,
                AMENDED_AT,
                new Commit.Cause(by.id(), id, digest),
                List.of(new Commit.NewEvent(type, id, by, body)),
                List.of(effect));
    }

    static TurnEnd end(Turn turn) {
        return new TurnEnd(turn, EndReason.DONE, null, TurnProgress.NONE);
    }

    /** A turn that used a tool and went on to say this. */
    static TurnProgress progress(String text) {
        ToolCall call = new ToolCall("c1", "now", "{\"zone\":\"UTC\"}", ToolCall.State.DONE, "noon", 4, 0);
        ToolCall waiting = new ToolCall("c2", "buy", "{}", ToolCall.State.WAITING, null, 4, 99);
        TurnStep step = new TurnStep("Look", List.of(call, waiting), "{\"by\":\"x\"}");
        return new TurnProgress(TurnProgress.Phase.WAITING, 2, List.of(step), text, new TokenUsage(3, 4, true));
    }

    /** Ann asks the assistant. */
    public static Turn turn(String room, String id) {
        return new Turn(room, id, "assistant", 1, 0, ANN, 0);
    }
}
