package dev.parley.capability.turns;

import dev.parley.access.Action;
import dev.parley.capability.HttpCall;
import dev.parley.capability.HttpReply;
import dev.parley.capability.HttpRoute;
import dev.parley.model.Code;
import dev.parley.model.ToolCall;
import dev.parley.store.StoredTurn;
import dev.parley.store.TurnStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code /api/rooms/{room}/turns}: lists the turns of a room, running and ended, with the tools that were used. */
final class TurnRoutes {
    private static final int TURNS_DEFAULT = 20;
    private static final int TURNS_MAX = 100;

    private final TurnStore turns;

    TurnRoutes(TurnStore turns) {
        this.turns = turns;
    }

    List<HttpRoute> all() {
        return List.of(
                HttpRoute.get("/api/rooms/{room}/turns", Action.READ, this::list),
                HttpRoute.get("/api/rooms/{room}/turns/{turn}", Action.READ, this::one));
    }

    private Future<HttpReply> one(HttpCall call) {
        return turns.turn(call.room(), call.path("turn"))
                .map(found -> found.orElseThrow(() -> Code.NOT_FOUND.refuse("no such turn in this room")))
                .map(turn -> HttpReply.ok(json(turn, true)));
    }

    private Future<HttpReply> list(HttpCall call) {
        int limit = (int) call.number("limit", TURNS_DEFAULT, 1, TURNS_MAX);
        return page(call.room(), call.number("before", Long.MAX_VALUE, 0, Long.MAX_VALUE), limit);
    }

    /**
     * Turns of one prompt stay together, because {@code before} names prompts: a page may hold fewer, or these alone.
     */
    private Future<HttpReply> page(String room, long before, int limit) {
        return turns.turns(room, before, limit + 1).compose(found -> {
            if (found.size() <= limit) {
                return Future.succeededFuture(pageOf(found, false));
            }
            long parted = found.get(limit).turn().promptSeq();
            List<StoredTurn> whole = found.stream()
                    .filter(stored -> stored.turn().promptSeq() > parted)
                    .toList();
            return whole.isEmpty() ? page(room, before, limit * 2) : Future.succeededFuture(pageOf(whole, true));
        });
    }

    private static HttpReply pageOf(List<StoredTurn> page, boolean hasMore) {
        JsonArray turns = new JsonArray();
        page.forEach(turn -> turns.add(json(turn, false)));
        return HttpReply.ok(new JsonObject().put("turns", turns).put("hasMore", hasMore));
    }

    /** @param whole with the arguments and results of tools, which may be long */
    private static JsonObject json(StoredTurn stored, boolean whole) {
        JsonObject json = new JsonObject()
                .put("turn", stored.turn().id())
                .put("assistant", stored.turn().assistant())
                .put("attempt", stored.turn().attempt())
                .put("state", stored.ended().map(end -> end.reason().text()).orElse(phase(stored)))
                .put("promptSeq", stored.turn().promptSeq())
                .put("asker", stored.turn().asker().toJson())
                .put("depth", stored.turn().depth())
                .put("startedAt", stored.startedAt())
                .put("calls", calls(stored, whole));
        if (stored.ended().isEmpty()) {
            return json.put("content", stored.progress().content());
        }
        StoredTurn.Ended end = stored.ended().get();
        json.put("endedAt", end.at()).put("seq", end.seq());
        return end.usage() == null ? json : json.put("usage", end.usage().toJson());
    }

    private static String phase(StoredTurn stored) {
        return stored.progress().phase().text();
    }

    private static JsonArray calls(StoredTurn stored, boolean whole) {
        JsonArray calls = new JsonArray();
        for (ToolCall call : stored.progress().calls()) {
            JsonObject json = call.toJson();
            if (!whole) {
                json.remove("arguments");
                json.remove("result");
            }
            calls.add(json);
        }
        return calls;
    }
}
