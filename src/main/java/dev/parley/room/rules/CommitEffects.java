package dev.parley.room.rules;

import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.RoomChange;
import dev.parley.model.RoomOptions;
import dev.parley.room.quota.TokenQuota;
import dev.parley.store.Commit;
import dev.parley.store.Effect;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets a commit that is stored take effect in its room: places its events, and changes the turns, options, members and
 * sanctions that the room has in memory.
 *
 * <p>Pure; one thread at a time.
 */
final class CommitEffects {
    private final String room;
    private final LiveTurns liveTurns;
    private final Consumer<RoomOptions> options;
    private final RoomRights rights;
    private final TokenQuota tokens;

    /** @param options takes the room's options when they are set */
    CommitEffects(
            String room, LiveTurns liveTurns, Consumer<RoomOptions> options, RoomRights rights, TokenQuota tokens) {
        this.room = room;
        this.liveTurns = liveTurns;
        this.options = options;
        this.rights = rights;
        this.tokens = tokens;
    }

    /** Applies a commit whose events are stored from this number on. Returns them as everybody sees them. */
    List<Event> apply(Commit commit, long first) {
        commit.effects().forEach(effect -> apply(effect, commit, first));
        for (Commit.NewEvent event : commit.events()) {
            if (event.type().equals(EventType.ROOM)) {
                rights.apply(RoomChange.of(event.body()));
            }
        }
        return placed(commit, first);
    }

    private void apply(Effect effect, Commit commit, long first) {
        if (effect instanceof Effect.StartTurn start) {
            liveTurns.add(new LiveTurn(
                    start.turn().at(first), TurnPrompt.ofBody(commit.event().body())));
        } else if (effect instanceof Effect.EndTurn end) {
            liveTurns.remove(end.end().turn().id());
            tokens.charge(end.end().turn(), end.end().usage());
        } else if (effect instanceof Effect.SetOptions set) {
            options.accept(set.options());
        } else if (effect instanceof Effect.EditMessage edit) {
            liveTurns.answering(edit.target()).forEach(liveTurn -> liveTurn.edit(edit.text()));
        } else if (effect instanceof Effect.DeleteMessage delete) {
            liveTurns.answering(delete.target()).forEach(LiveTurn::forget);
        }
    }

    private List<Event> placed(Commit commit, long first) {
        if (commit.events().size() == 1) {
            return List.of(shown(commit, commit.event()).at(room, first, commit.ts()));
        }
        List<Event> events = new ArrayList<>(commit.events().size());
        for (Commit.NewEvent event : commit.events()) {
            events.add(event.at(room, first + events.size(), commit.ts()));
        }
        return events;
    }

    /** The event of an edit is announced with the text, which is stored in its target alone. */
    private static Commit.NewEvent shown(Commit commit, Commit.NewEvent event) {
        return commit.effects().size() == 1 && commit.effects().get(0) instanceof Effect.EditMessage edit
                ? new Commit.NewEvent(
                        event.type(),
                        event.id(),
                        event.from(),
                        new JsonObject(event.body()).put("text", edit.text()).encode())
                : event;
    }
}
