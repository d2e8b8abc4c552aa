package dev.parley.capability;

import dev.parley.model.EventType;
import dev.parley.model.StoredBody;
import dev.parley.store.Effect;
import dev.parley.store.Table;
import java.util.List;

/**
 * What a room stores by a decision of {@link RoomRules}: all of it or nothing.
 *
 * @param next what is known of the room once it is stored
 * @param events announced to everybody as <code>{type, room, seq, by, ts, …body}</code>
 * @param effects on the capability's own tables
 * @param reply to the sender, beside the {@code seq}
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Decision<S>(S next, List<Said> events, List<Effect> effects, byte[] reply) {

    /**
     * An event.
     *
     * @param type that no other part of a node stores
     * @param body a JSON object's text
     */
    public record Said(String type, String body) {
        public Said {
            if (EventType.isMessage(type)) {
                throw new IllegalArgumentException("events of type " + type + " are the core's");
            }
            var unused = StoredBody.of(body); // another body would break everybody who reads it
        }
    }

    public Decision {
        events = List.copyOf(events);
        effects = List.copyOf(effects);
    }

    /** Throws unless all effects are on tables of this capability. */
    public void checkOwnedBy(Capability capability) {
        checkOwned(capability, effects);
    }

    /** Throws unless all of these are on tables of this capability. */
    public static void checkOwned(Capability capability, List<Effect> effects) {
        for (Effect effect : effects) {
            boolean owned = capability.tables().stream().anyMatch(own -> own.equals(tableOf(effect)));
            if (!owned) {
                throw new IllegalArgumentException(capability.name() + " decides on what is not its own: " + effect);
            }
        }
    }

    /** Null for an effect on what the core stores. */
    private static Table tableOf(Effect effect) {
        if (effect instanceof Effect.PutRows put) {
            return put.table();
        }
        return effect instanceof Effect.DeleteRows delete ? delete.table() : null;
    }

    /** Stores nothing, and only replies. */
    public static <S> Decision<S> only(S known, byte[] reply) {
        return new Decision<>(known, List.of(), List.of(), reply);
    }

    /** Stores these. */
    public static <S> Decision<S> store(S next, List<Said> events, List<Effect> effects) {
        return new Decision<>(next, events, effects, new byte[0]);
    }
}
