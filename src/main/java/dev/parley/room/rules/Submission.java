package dev.parley.room.rules;

import dev.parley.json.JsonWriter;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand.Delete;
import dev.parley.messages.RoomCommand.Edit;
import dev.parley.messages.RoomCommand.Emit;
import dev.parley.messages.RoomCommand.React;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.EventType;
import dev.parley.model.Reaction;
import dev.parley.model.Refusal;
import dev.parley.store.Effect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One event that a user wants stored beside messages, with what it changes: an edit, a delete, a reaction, or a custom
 * event. {@link Room#submit} admits it, and the store decides whether it is possible. Pure.
 *
 * @param id the sender's idempotency key; null when there is none
 * @param target the event that it is about; 0 for none
 * @param type the event's
 * @param body the event's
 * @param digest tells a resend from another submission under the same id
 * @param effects what changes beside the log
 */
public record Submission(
        String id,
        Speaker by,
        Principal principal,
        long target,
        String type,
        String body,
        String digest,
        List<Effect> effects) {

    public Submission {
        effects = List.copyOf(effects);
    }

    /** What is to be stored for an edit. */
    public static Submission of(Edit command) {
        long target = command.target();
        return new Submission(
                command.id(),
                command.by(),
                command.principal(),
                target,
                EventType.EDITED,
                body(json -> json.field("target", target)),
                Content.digest("edit " + target + " " + command.text()),
                List.of(new Effect.EditMessage(target, user(command.by()), command.text())));
    }

    /** What is to be stored for a delete; {@code anybodys}: whether the sender may delete what others said. */
    public static Submission of(Delete command, boolean anybodys) {
        long target = command.target();
        return new Submission(
                command.id(),
                command.by(),
                command.principal(),
                target,
                EventType.DELETED,
                body(json -> json.field("target", target)),
                Content.digest("delete " + target),
                List.of(new Effect.DeleteMessage(target, user(command.by()), anybodys)));
    }

    /** What is to be stored for a reaction. */
    public static Submission of(React command) {
        long target = command.target();
        boolean on = command.on();
        String emoji = command.emoji();
        return new Submission(
                command.id(),
                command.by(),
                command.principal(),
                target,
                EventType.REACTION,
                body(json -> json.field("target", target).field("emoji", emoji).field("on", on)),
                Content.digest("react " + target + " " + on + " " + emoji),
                List.of(new Effect.React(target, user(command.by()), emoji, on)));
    }

    /** What is to be stored for a custom event. */
    public static Submission of(Emit command) {
        String body = body(json -> json.field("name", command.name()).spliced("data", command.data()));
        return new Submission(
                command.id(),
                command.by(),
                command.principal(),
                0,
                EventType.EVENT,
                body,
                Content.digest("emit " + body),
                List.of());
    }

    /** The same with these rows beside it. */
    public Submission with(List<Effect> rows) {
        return rows.isEmpty()
                ? this
                : new Submission(
                        id,
                        by,
                        principal,
                        target,
                        type,
                        body,
                        digest,
                        Stream.concat(effects.stream(), rows.stream()).toList());
    }

    /** What its sender is told when the store refuses it with this code. */
    public Refusal refusal(Code code) {
        return code.refuse(
                switch (code) {
                    case NOT_FOUND -> isDelete() ? "no such message or event" : "no such message";
                    case FORBIDDEN ->
                        isDelete()
                                ? "only the sender and moderators may delete this"
                                : "only the sender may edit a message";
                    case CONFLICT -> isDelete() ? "this was deleted already" : "the message was deleted";
                    case TOO_LARGE -> "a message has at most " + Reaction.EMOJIS_MAX + " different reactions";
                    default -> "the store refused this";
                });
    }

    public boolean isDelete() {
        return type.equals(EventType.DELETED);
    }

    private static String user(Speaker by) {
        return by.author().id();
    }

    private static String body(Consumer<JsonWriter> fields) {
        return new String(JsonWriter.object(fields), StandardCharsets.UTF_8);
    }
}
