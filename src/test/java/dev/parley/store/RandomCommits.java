package dev.parley.store;

import dev.parley.model.Author;
import dev.parley.model.EndReason;
import dev.parley.model.EventType;
import dev.parley.model.RoomOptions;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Commits of every shape: some plain, some that come again, some of an owner that was fenced; a third edits, deletes,
 * reacts, or changes the shared state.
 */
final class RandomCommits {
    private final Random random;
    /** Younger than the time for which ids are remembered, so that no chore forgets one meanwhile. */
    private final long base = System.currentTimeMillis();

    private int made;

    RandomCommits(Random random) {
        this.random = random;
    }

    Commit next(String room, StoreModel model) {
        long epoch = model.epoch() - (oneIn(20) ? 1 : 0);
        int user = random.nextInt(3);
        Author from = new Author("user-" + user, "U", Author.Kind.USER, user == 0);
        int size = oneIn(2) ? 1 : random.nextInt(4);
        Commit.Cause cause = random.nextBoolean()
                ? new Commit.Cause(from.id(), "c" + random.nextInt(300), "digest " + random.nextInt(2))
                : null;
        if (oneIn(3)) {
            return amendment(room, model, epoch, from, cause);
        }
        if (oneIn(60)) {
            Commit.NewEvent event = new Commit.NewEvent(EventType.ROOM, "s" + made++, from, "{\"deleted\":true}");
            return new Commit(room, epoch, now(), null, List.of(event), List.of(new Effect.DeleteRoom()));
        }
        if (oneIn(30) && model.seq() > 0) {
            return new Commit(room, epoch, now(), null, List.of(), List.of(retain(model)));
        }
        List<Commit.NewEvent> events = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            String id = n == 0 && cause != null ? cause.id() : "s" + made++;
            String type = List.of(EventType.MESSAGE, EventType.MESSAGE, EventType.EVENT, "of.another.kind")
                    .get(random.nextInt(4));
            events.add(new Commit.NewEvent(type, id, from, "{\"text\":\"" + made++ + "\"}"));
        }
        List<Effect> effects = oneIn(2) ? new ArrayList<>() : effects(room, model, from, size > 0);
        if (size == 0 && effects.isEmpty()) {
            effects.add(put());
        }
        effects.stream()
                .filter(Effect.EndTurn.class::isInstance)
                .map(effect -> ((Effect.EndTurn) effect).end().turn())
                .forEach(turn -> events.set(0, answer(events.get(0), turn)));
        return new Commit(room, epoch, now(), cause, events, effects);
    }

    private long now() {
        return base + made++;
    }

    /** Mostly of a few more events; sometimes of fewer than are gone already. */
    private Effect retain(StoreModel model) {
        long most = model.seq() + 1;
        long first = Math.max(2, Math.min(most, model.first() - 2 + random.nextInt(8)));
        return new Effect.Retain(first, model.hasChangesBelow(first) ? "{\"n\": " + made++ + "}" : null);
    }

    private static Commit.NewEvent answer(Commit.NewEvent event, Turn turn) {
        String body = "{\"text\":\"!\",\"turn\":\"" + turn.id() + "\",\"reason\":\"done\"}";
        return new Commit.NewEvent(EventType.ANSWER, event.id(), event.from(), body);
    }

    /** Mostly of a message; sometimes of what is none, or not there. */
    private Commit amendment(String room, StoreModel model, long epoch, Author from, Commit.Cause cause) {
        List<Long> messages = model.messageSeqs();
        long target = oneIn(5) || messages.isEmpty()
                ? random.nextInt((int) model.seq() + 3) - 1
                : messages.get(random.nextInt(messages.size()));
        String emoji = "emoji " + random.nextInt(oneIn(2) ? 2 : 25);
        boolean on = !oneIn(4);
        Effect.Amendment effect =
                switch (random.nextInt(5)) {
                    case 0 -> new Effect.EditMessage(target, from.id(), "edited 🌊 \"" + made++);
                    case 1 -> oneIn(3) ? new Effect.DeleteMessage(target, from.id(), oneIn(3)) : react(target, from);
                    case 2 -> new Effect.PatchState(oneIn(3) ? "{\"n\": " + made++ + "}" : null);
                    default -> new Effect.React(target, from.id(), emoji, on);
                };
        String body = "{\"target\":" + target + ",\"emoji\":\"" + emoji + "\",\"on\":" + on + "}";
        if (effect instanceof Effect.PatchState) {
            body = "{\"patch\":{\"n\":" + made + "}}";
        } else if (!(effect instanceof Effect.React)) {
            body = "{\"target\":" + target + "}";
        }
        String id = cause == null ? "s" + made++ : cause.id();
        Commit.NewEvent event = new Commit.NewEvent(effect.eventType(), id, from, body);
        return new Commit(room, epoch, now(), cause, List.of(event), List.of(effect));
    }

    private static Effect.React react(long target, Author from) {
        return new Effect.React(target, from.id(), "emoji 0", false);
    }

    private List<Effect> effects(String room, StoreModel model, Author from, boolean hasEvent) {
        List<Effect> effects = new ArrayList<>();
        Set<String> named = new HashSet<>();
        if (hasEvent && oneIn(3)) {
            effects.add(new Effect.StartTurn(fresh(room, model, from, named)));
            effects.add(new Effect.StartTurn(fresh(room, model, from, named)));
        }
        if (hasEvent && oneIn(3)) {
            Turn turn = running(room, model, from);
            if (named.add(turn.id())) {
                TokenUsage usage = oneIn(2) ? null : new TokenUsage(random.nextInt(9), 2, random.nextBoolean());
                effects.add(new Effect.EndTurn(new TurnEnd(turn, EndReason.DONE, usage, TurnProgress.NONE)));
            }
        }
        if (oneIn(3)) {
            Turn turn = running(room, model, from);
            if (named.add(turn.id())) {
                int next = turn.attempt() + random.nextInt(2);
                effects.add(new Effect.StoreProgress(turn, next, Appends.progress("said " + made++)));
            }
        }
        if (oneIn(4)) {
            String when = List.of("always", "never").get(random.nextInt(2));
            effects.add(
                    new Effect.SetOptions(new RoomOptions(Map.of("bot", new RoomOptions.ForAssistant(when, null)))));
        }
        if (oneIn(3)) {
            effects.add(put());
        }
        if (oneIn(5)) {
            effects.add(delete());
        }
        Collections.shuffle(effects, random);
        return effects;
    }

    /** Now and then one that exists: no store can start it again. */
    private Turn fresh(String room, StoreModel model, Author from, Set<String> named) {
        List<String> known = model.turnIds();
        String id = oneIn(20) && !known.isEmpty() ? known.get(random.nextInt(known.size())) : "t" + made++;
        return named.add(id) ? new Turn(room, id, "assistant", 1, 0, from, 0) : fresh(room, model, from, named);
    }

    /** Mostly one that runs; sometimes in an old attempt, sometimes none at all. */
    private Turn running(String room, StoreModel model, Author from) {
        List<Turn> running = model.running();
        if (running.isEmpty()) {
            return new Turn(room, "never", "assistant", 1, 0, from, 0);
        }
        Turn turn = running.get(random.nextInt(running.size()));
        int attempt = turn.attempt() - (oneIn(5) ? 1 : 0);
        return new Turn(room, turn.id(), turn.assistant(), attempt, turn.promptSeq(), turn.asker(), 0);
    }

    private Effect put() {
        List<List<Object>> rows = new ArrayList<>();
        int first = random.nextInt(5);
        for (int n = 0; n <= random.nextInt(3); n++) {
            Object text = oneIn(3) ? null : "text \"" + random.nextInt(3) + "' 🌊";
            Object size = oneIn(3) ? null : random.nextInt(3) + (1L << 40);
            rows.add(Arrays.asList("n" + (first + n), text, size));
        }
        return new Effect.PutRows(StoreModel.NOTES, rows);
    }

    private Effect delete() {
        return switch (random.nextInt(6)) {
            case 0 -> new Effect.DeleteRows(StoreModel.NOTES, List.of(), List.of());
            case 1 -> new Effect.DeleteRows(StoreModel.NOTES, List.of("text", "size"), Arrays.asList(null, 1L << 40));
            case 2 -> new Effect.DeleteRows(StoreModel.NOTES, List.of("size"), List.of(1L << 40));
            default -> new Effect.DeleteRows(StoreModel.NOTES, List.of("name"), List.of("n" + random.nextInt(7)));
        };
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
