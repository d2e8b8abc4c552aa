package dev.parley.store.postgres;

import dev.parley.model.Reaction;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomOptions;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.store.Commit;
import dev.parley.store.Effect;
import dev.parley.store.Table;
import dev.parley.store.TurnEnd;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Writes a commit as the function {@code commit_units} reads it. Stateless. */
final class CommitJson {
    private CommitJson() {}

    static JsonObject of(Commit commit) {
        JsonArray events = new JsonArray();
        commit.events().forEach(event -> events.add(event(event)));
        JsonArray effects = new JsonArray();
        JsonObject unit = new JsonObject()
                .put("room", commit.room())
                .put("epoch", commit.epoch())
                .put("ts", commit.ts())
                .put("events", events)
                .put("effects", effects);
        if (commit.cause() != null) {
            Commit.Cause cause = commit.cause();
            unit.put(
                    "cause",
                    new JsonObject()
                            .put("id", cause.id())
                            .put("from_id", cause.from())
                            .put("digest", cause.digest()));
        }
        for (Effect effect : commit.effects()) {
            if (effect instanceof Effect.SetOptions set) {
                setOptions(unit, set.options());
            } else {
                effects.add(effect(effect));
            }
        }
        return unit;
    }

    /** What rooms are found by stands beside them. */
    private static void setOptions(JsonObject unit, RoomOptions options) {
        unit.put("options", options.toJson().encode())
                .put("private", options.access() == RoomAccess.PRIVATE)
                .put("retention", options.retention() > 0 ? options.retention() : null);
    }

    private static JsonObject event(Commit.NewEvent event) {
        return new JsonObject()
                .put("type", event.type())
                .put("id", event.id())
                .put("from_id", event.from().id())
                .put("from_name", event.from().name())
                .put("from_kind", event.from().storedKind())
                .put("body", event.body());
    }

    private static JsonObject effect(Effect effect) {
        if (effect instanceof Effect.StartTurn start) {
            return started(start.turn());
        }
        if (effect instanceof Effect.EndTurn end) {
            return ended(end.end());
        }
        if (effect instanceof Effect.StoreProgress progress) {
            return named("progress", progress.turn())
                    .put("next", progress.next())
                    .put("progress", progress.progress().toJson().encode());
        }
        if (effect instanceof Effect.PutRows put) {
            return put(put);
        }
        if (effect instanceof Effect.DeleteRows delete) {
            return new JsonObject()
                    .put("kind", "delete")
                    .put("table", delete.table().name())
                    .put("by", new JsonArray(delete.by()))
                    .put("row", row(delete.by(), delete.values()));
        }
        if (effect instanceof Effect.Retain retain) {
            return new JsonObject()
                    .put("kind", "retain")
                    .put("first", retain.first())
                    .put("snapshot", retain.snapshot());
        }
        if (effect instanceof Effect.DeleteRoom) {
            return new JsonObject().put("kind", "drop");
        }
        return amendment(effect);
    }

    private static JsonObject amendment(Effect effect) {
        if (effect instanceof Effect.EditMessage edit) {
            // As a JSON text, in quotes: the server's jsonb refuses a NUL, which a text may hold escaped.
            return amendment("edit", edit.target(), edit.by()).put("text", Json.encode(edit.text()));
        }
        if (effect instanceof Effect.DeleteMessage delete) {
            return amendment("erase", delete.target(), delete.by()).put("anybodys", delete.anybodys());
        }
        if (effect instanceof Effect.React react) {
            return amendment("react", react.target(), react.by())
                    .put("emoji", react.emoji())
                    .put("on", react.on())
                    .put("emojis_max", Reaction.EMOJIS_MAX)
                    .put("users_max", Reaction.USERS_MAX);
        }
        if (effect instanceof Effect.PatchState patch) {
            return new JsonObject().put("kind", "state").put("snapshot", patch.snapshot());
        }
        throw new IllegalStateException("an effect that this store does not know: " + effect);
    }

    private static JsonObject amendment(String kind, long target, String by) {
        return new JsonObject().put("kind", kind).put("target", target).put("by", by);
    }

    private static JsonObject named(String kind, Turn turn) {
        return new JsonObject().put("kind", kind).put("id", turn.id()).put("attempt", turn.attempt());
    }

    private static JsonObject started(Turn turn) {
        return named("start", turn)
                .put("assistant", turn.assistant())
                .put("asker_id", turn.asker().id())
                .put("asker_name", turn.asker().name())
                .put("asker_kind", turn.asker().storedKind())
                .put("depth", turn.depth());
    }

    private static JsonObject ended(TurnEnd end) {
        JsonObject json = named("end", end.turn())
                .put("reason", end.reason().text())
                .put("progress", end.progress().toJson().encode());
        TokenUsage usage = end.usage();
        return usage == null
                ? json
                : json.put("input", usage.input()).put("output", usage.output()).put("estimated", usage.estimated());
    }

    private static JsonObject put(Effect.PutRows put) {
        Table table = put.table();
        JsonArray rows = new JsonArray();
        put.rows().forEach(row -> rows.add(row(table.columns(), row)));
        return new JsonObject()
                .put("kind", "put")
                .put("table", table.name())
                .put("columns", new JsonArray(table.columns()))
                .put("key", new JsonArray(table.key()))
                .put("rows", rows);
    }

    private static JsonObject row(List<String> columns, List<Object> values) {
        JsonObject row = new JsonObject();
        for (int n = 0; n < columns.size(); n++) {
            row.put(columns.get(n), values.get(n));
        }
        return row;
    }
}
