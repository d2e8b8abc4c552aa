package dev.parley.capability.guestbook;

import dev.parley.capability.Decision;
import dev.parley.capability.Decision.Said;
import dev.parley.capability.RoomRequest;
import dev.parley.capability.RoomRules;
import dev.parley.model.Code;
import dev.parley.store.Database;
import dev.parley.store.Effect;
import dev.parley.store.Effect.DeleteRows;
import dev.parley.store.Effect.PutRows;
import dev.parley.store.Table;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may sign: everybody, once; who signs again replaces the own signature. What is known of a room is who has signed.
 * Limit: {@code guestbook.signatures}.
 */
record GuestBookRules(Database database, int signaturesMax) implements RoomRules<Set<String>> {
    static final Table TABLE = new Table("guestbook", List.of("room", "guest"), List.of("guest", "text"));
    static final int VERSION = 1;

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Future<Set<String>> load(String room) {
        return database.query("SELECT guest FROM guestbook WHERE room = ?", room)
                .map(rows -> rows.stream().map(row -> (String) row.get(0)).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Decision<Set<String>> decide(Set<String> signed, RoomRequest request) {
        String guest = request.by().author().id();
        if (signed.size() >= signaturesMax && !signed.contains(guest)) {
            throw Code.TOO_LARGE.refuse("the guest book is full (guestbook.signatures)");
        }
        String text = new String(request.bytes(), StandardCharsets.UTF_8);
        Set<String> next = new HashSet<>(signed);
        next.add(guest);
        return Decision.store(
                Set.copyOf(next),
                List.of(new Said("signed", new JsonObject().put("text", text).encode())),
                List.of(new PutRows(TABLE, List.of(List.of(guest, text)))));
    }

    @Override
    public List<Effect> forget(String room, long seq) {
        return List.of(new DeleteRows(TABLE, List.of("seq"), List.of(seq)));
    }

    @Override
    public List<Effect> deleteRoom(String room) {
        return List.of(new DeleteRows(TABLE, List.of(), List.of()));
    }
}
