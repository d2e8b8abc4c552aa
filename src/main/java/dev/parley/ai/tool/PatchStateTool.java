package dev.parley.ai.tool;

import dev.parley.bus.Bus;
import dev.parley.model.Code;
import dev.parley.model.StateAccess;
import dev.parley.model.Turn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * Changes the shared state of the turn's own room: the tool {@code patch_state}. A call that runs again changes it
 * once.
 */
public final class PatchStateTool implements Tool {
    /** The patch counts on no number. */
    private static final long NO_BASE = -1;

    private static final Spec SPEC = new Spec(
            "patch_state",
            "Changes the shared state of this room, for everybody in it. Fields of the patch replace those of the state;"
                    + " objects are merged, null removes a field. Gives the seq of the change.",
            ArgumentSchemaWriter.object()
                    .anyObject("patch", "A JSON Merge Patch (RFC 7396)")
                    .optionalNumber(
                            "base",
                            0,
                            Long.MAX_VALUE,
                            "The seq that read_state gave: the change is refused if the same fields changed since")
                    .toJson());

    private final StateOfRoom stateOfRoom;

    public PatchStateTool(Bus bus) {
        this.stateOfRoom = new StateOfRoom(bus);
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public StateAccess needs() {
        return StateAccess.PATCH;
    }

    @Override
    public Future<String> run(Turn turn, JsonObject arguments) {
        return Future.failedFuture(Code.INTERNAL.refuse("a change needs the id of its call"));
    }

    @Override
    public Future<String> run(Turn turn, String call, JsonObject arguments, Future<Void> stopped) {
        String patch = arguments.getJsonObject("patch").encode();
        return stateOfRoom
                .patch(turn, call, patch, arguments.getLong("base", NO_BASE))
                .map(stored -> new JsonObject().put("seq", stored.seq()).encode());
    }
}
