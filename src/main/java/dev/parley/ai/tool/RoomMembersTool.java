package dev.parley.ai.tool;

import dev.parley.ai.text.Excerpt;
import dev.parley.bus.Bus;
import dev.parley.messages.Addresses;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.Turn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Lists who is in the turn's own room now: the tool {@code room_members}. At most 200 members. */
public final class RoomMembersTool implements Tool {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int SHOWN_MAX = 200;
    private static final int FRAME_BYTES = 256; // what stands around the list
    private static final Spec SPEC = new Spec(
            "room_members",
            "Who is in this room right now.",
            ArgumentSchemaWriter.object().toJson());

    private final Bus bus;
    private final long resultBytes;

    public RoomMembersTool(Bus bus, long resultBytes) {
        this.bus = bus;
        this.resultBytes = resultBytes;
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public Future<String> run(Turn turn, JsonObject arguments) {
        return bus.request(Addresses.room(turn.room()), new RoomCommand.Who(), PATIENCE)
                .recover(failure -> Future.failedFuture(
                        Refusal.of(failure, e -> Code.UNAVAILABLE.refuse("the room cannot be reached now"))))
                .map(this::text);
    }

    private String text(RoomReply reply) {
        if (!(reply instanceof RoomReply.Present present)) {
            throw Code.INTERNAL.refuse("the room sent an unexpected reply");
        }
        List<JsonObject> members = present.members().stream()
                .limit(SHOWN_MAX)
                .map(member -> new JsonObject().put("id", member.id()).put("name", member.name()))
                .toList();
        return new JsonObject()
                .put("count", present.count())
                .put("members", Excerpt.within(members, resultBytes - FRAME_BYTES))
                .encode();
    }
}
