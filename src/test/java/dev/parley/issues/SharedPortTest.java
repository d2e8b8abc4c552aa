package dev.parley.issues;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.Frames;
import dev.parley.testing.Probe;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * All event loops of a node share one port, also one that the system chose, and connections are spread over them.
 *
 * <p>What happened: with {@code http.port: 0} every gateway took a port of its own. Who was hit: the tests; all their
 * connections went to the first event loop, so nothing that crosses event loops was ever tested. What was mended: the
 * port is chosen once, and {@code http.loops} sets how many event loops share it.
 */
class SharedPortTest {
    private static final int LOOPS = 4;
    private static final String ROOM = "r";

    @Test
    void connectionsToAFreePortAreSpreadOverAllGateways() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_HTTP_LOOPS", String.valueOf(LOOPS)))) {
            assertEquals(LOOPS, node.node().membership().view().gateways());
            List<TestSocket> sockets = new ArrayList<>();
            for (int i = 0; i < 3 * LOOPS; i++) {
                TestSocket socket = node.connect("user-" + i);
                socket.enter(ROOM);
                sockets.add(socket);
            }
            Set<String> seated = new TreeSet<>();
            for (String gateway : node.node().membership().view().gatewayNames()) {
                Set<String> here = Probe.users(node, gateway, ROOM);
                assertEquals(3, here.size(), gateway + " has " + here);
                seated.addAll(here);
            }
            assertEquals(3 * LOOPS, seated.size());
            sockets.get(0).say(ROOM, "1", "to all");
            for (TestSocket socket : sockets) {
                Frames.until(
                        "each sees it",
                        () -> Frames.messages(socket.all(), ROOM).size() == 1);
            }
            sockets.forEach(TestSocket::close);
        }
    }
}
