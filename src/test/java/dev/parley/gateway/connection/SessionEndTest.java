package dev.parley.gateway.connection;

import static dev.parley.gateway.connection.FakeClient.ann;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.model.Code;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An opaque session that ends while its connection comes in, or changes to it. */
class SessionEndTest {
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
        new Connections().add(client.connection);
        assertEquals(List.of(ENDED), client.told);
    }

    @Test
    void oneThatIsOpenStaysAndAJwtHasNone() {
        FakeClient client = client("k1");
        new Connections().add(client.connection);
        new Connections().add(client(null).connection);
        assertEquals(List.of(), client.told);
        assertEquals(List.of("k1"), asked);
    }

    @Test
    void aStoreThatCannotTellIsAskedAgain() {
        isOpen = Future.failedFuture(Code.UNAVAILABLE.refuse("away"));
        FakeClient client = client("k1");
        Connections connections = new Connections();
        connections.add(client.connection);
        connections.checkAll(1);
        assertEquals(List.of(), client.told);
        isOpen = Future.succeededFuture(false);
        connections.checkAll(2);
        assertEquals(List.of("k1", "k1", "k1"), asked);
        assertEquals(List.of(ENDED), client.told);
    }

    @Test
    void afterAuthItIsTheNewOneThatCounts() {
        FakeClient client = client("k1");
        Connections connections = new Connections();
        connections.add(client.connection);
        client.send("auth", "token", "k2");
        connections.endSession("k1");
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
