package dev.parley.ai.tool;

import dev.parley.bus.Bus;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.StateAccess;
import dev.parley.model.Turn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;

/** Reads the shared state of the turn's own room, or a part of it: the tool {@code read_state}. */
public final class ReadStateTool implements RoomReader {
    private static final int PATH_MAX = 500;
    private static final Spec SPEC = new Spec(
            "read_state",
            "Reads the shared state of this room: a JSON object that everybody in the room sees and may change. Gives it"
                    + " with seq, the number of its last change.",
            ArgumentSchemaWriter.object()
                    .optionalText("path", PATH_MAX, "Only this part: a JSON Pointer, like /votes/0")
                    .toJson());

    private final StateOfRoom stateOfRoom;

    public ReadStateTool(Bus bus) {
        this.stateOfRoom = new StateOfRoom(bus);
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public StateAccess needs() {
        return StateAccess.READ;
    }

    @Override
    public Future<String> run(Turn turn, JsonObject arguments) {
        var unused = path(arguments); // throws when it is none
        return stateOfRoom.read(turn).map(state -> numbered(state).encode());
    }

    private static JsonPointer path(JsonObject arguments) {
        try {
            return JsonPointer.from(arguments.getString("path", ""));
        } catch (IllegalArgumentException e) {
            throw Code.BAD_FRAME.refuse("path must be a JSON Pointer, like /votes/0");
        }
    }

    private static JsonObject numbered(RoomReply.SharedState state) {
        return new JsonObject().put("seq", state.seq());
    }

    /** The state as it is now, whatever the reference says. */
    @Override
    public Future<String> read(Turn turn, JsonObject arguments, JsonObject reference) {
        JsonPointer path = path(arguments);
        return stateOfRoom.read(turn).map(state -> numbered(state)
                .put("state", path.queryJson(new JsonObject(state.json())))
                .encode());
    }
}
