package dev.parley.capability;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import dev.parley.testing.Frames;
import dev.parley.testing.TestCluster;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a capability says to itself on another node, and to a room that lives there. */
class NodeMessagesTest {
    private final List<CapabilityServices> services = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private final class Echo implements Mailbox, RoomRules<Integer> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public Future<byte[]> onRequest(int version, byte[] bytes) {
            if (bytes.length == 0) {
                throw new IllegalStateException("on purpose");
            }
            return Future.succeededFuture(bytes);
        }

        @Override
        public void onPublished(int version, byte[] bytes) {
            heard.add(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public Future<Integer> load(String room) {
            return Future.succeededFuture(0);
        }

        @Override
        public Decision<Integer> decide(Integer known, RoomRequest request) {
            return Decision.only(known, request.bytes());
        }
    }

    private Contribution open(CapabilityServices own) {
        services.add(own);
        return Contribution.NONE.withMailbox(new Echo()).withRooms(new Echo());
    }

    private static Code refused(Future<?> request) {
        return await(request.<Code>map(v -> null).recover(e -> Future.succeededFuture(((Refusal) e).code())));
    }

    @Test
    void itIsAskedToldAndRefused() {
        Capabilities echo = new Capabilities(List.of(Capability.of("echo", this::open)));
        try (TestCluster cluster = TestCluster.of(2, Map.of(), echo)) {
            NodeMessages messages = services.get(0).messages();
            String other = services.get(1).node();
            assertArrayEquals(bytes("hi"), await(messages.request(other, 1, bytes("hi"))));
            assertEquals(Code.UNAVAILABLE, refused(messages.request(other, 2, bytes("hi"))));
            assertEquals(Code.UNAVAILABLE, refused(messages.request("nobody", 1, bytes("hi"))));
            assertEquals(Code.INTERNAL, refused(messages.request(other, 1, bytes(""))));
            messages.publish(2, bytes("from the future"));
            messages.publish(1, bytes("news"));
            Frames.until("both nodes have heard", () -> heard.equals(List.of("news", "news")));
            Speaker ann = new Speaker(new Author("ann", "Ann", Author.Kind.USER), Role.MEMBER, "127.0.0.1");
            RoomReceipt receipt =
                    await(services.get(0).rooms().command(cluster.roomOf(1), ann, "k", 1, bytes("hello")));
            assertArrayEquals(bytes("hello"), receipt.bytes());
            assertEquals(0, receipt.seq());
        }
    }
}
