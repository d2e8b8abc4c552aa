package dev.parley.gateway.session;

import static dev.parley.gateway.session.FakeClient.ann;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.protocol.Code;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An opaque session that ends while its connection comes in, or changes to it. */
class ConnectionSessionTest {
    private static final String ENDED = "UNAUTHORIZED: the session was ended";

    private final List<String> asked = new ArrayList<>();
    private Future<Boolean> isOpen = Future.succeededFuture(true);

    private Future<Boolean> isOpen(String key) {
        asked.add(key);
        return isOpen;
    }

    private FakeClient client(String sessionKey) {
        return new FakeClient(null, ann(sessionKey), token -> Future.succeededFuture(ann(token)), this::isOpen);
    }

    @Test
    void oneThatEndedBeforeItWasKnownHereCloses() {
        isOpen = Future.succeededFuture(false);
        FakeClient client = client("k1");
        new Sessions().add(client.session);
        assertEquals(List.of(ENDED), client.told);
    }

    @Test
    void oneThatIsOpenStaysAndAJwtHasNone() {
        FakeClient client = client("k1");
        new Sessions().add(client.session);
        new Sessions().add(client(null).session);
        assertEquals(List.of(), client.told);
        assertEquals(List.of("k1"), asked);
    }

    @Test
    void aStoreThatCannotTellIsAskedAgain() {
        isOpen = Future.failedFuture(Code.UNAVAILABLE.refuse("away"));
        FakeClient client = client("k1");
        Sessions sessions = new Sessions();
        sessions.add(client.session);
        sessions.lookAfterAll(1);
        assertEquals(List.of(), client.told);
        isOpen = Future.succeededFuture(false);
        sessions.lookAfterAll(2);
        assertEquals(List.of("k1", "k1", "k1"), asked);
        assertEquals(List.of(ENDED), client.told);
    }

    @Test
    void afterAuthItIsTheNewOneThatCounts() {
        FakeClient client = client("k1");
        Sessions sessions = new Sessions();
        sessions.add(client.session);
        client.send("auth", "token", "k2");
        sessions.endSession("k1");
        assertEquals(List.of("authed"), client.told);
        assertEquals(List.of("k1", "k2"), asked);
        isOpen = Future.succeededFuture(false);
        client.send("auth", "token", "k3");
        assertEquals(ENDED, client.told.get(1));
    }

    @Test
    void whatIsAboutNoRoomIsRefusedWithoutOne() {
        FakeClient client = new FakeClient(
                null, ann(null), token -> Future.failedFuture(Code.UNAUTHORIZED.refuse("no")), this::isOpen);
        client.send("auth", "token", "t", "room", "r");
        assertEquals(List.of("null: no"), client.told);
    }
}
