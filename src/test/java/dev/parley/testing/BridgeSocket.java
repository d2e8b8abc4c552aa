package dev.parley.testing;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** An event-bus client over a raw WebSocket, with every envelope written by hand. */
public final class BridgeSocket implements AutoCloseable {
    private final TestSocket socket;
    private int requests;

    private BridgeSocket(TestSocket socket) {
        this.socket = socket;
    }

    public static BridgeSocket connect(TestNode node, String user) {
        return connectWith(node, node.token(user));
    }

    public static BridgeSocket connectWith(TestNode node, String token) {
        return new BridgeSocket(TestSocket.connect(node.port(), "/eventbus/websocket", token));
    }

    /** An envelope with these fields, name and value in turn. */
    public static JsonObject envelope(String type, Object... fields) {
        return TestSocket.frame(type, fields);
    }

    public BridgeSocket send(JsonObject envelope) {
        socket.send(envelope);
        return this;
    }

    public BridgeSocket sendText(String text) {
        socket.sendText(text);
        return this;
    }

    public BridgeSocket register(String address) {
        return send(envelope("register", "address", address));
    }

    public BridgeSocket unregister(String address) {
        return send(envelope("unregister", "address", address));
    }

    /** Sends a frame without waiting; returns the address of its reply. */
    public String ask(String address, JsonObject frame) {
        String replyAddress = "reply-" + ++requests;
        send(envelope("send", "address", address, "replyAddress", replyAddress, "body", frame));
        return replyAddress;
    }

    /** Sends a frame and returns the frame that answers it. */
    public JsonObject request(String address, String type, Object... fields) {
        JsonObject answer = answerAt(ask(address, TestSocket.frame(type, fields)));
        if (!"rec".equals(answer.getString("type"))) {
            throw new AssertionError("refused: " + answer);
        }
        return answer.getJsonObject("body");
    }

    /** The next envelope at an address. */
    public JsonObject answerAt(String address) {
        return socket.await(envelope -> address.equals(envelope.getString("address")));
    }

    /** The next envelope at one of two addresses. */
    public JsonObject answerAt(String address, String other) {
        return socket.await(envelope ->
                address.equals(envelope.getString("address")) || other.equals(envelope.getString("address")));
    }

    /** The next failure, wherever it is addressed. */
    public JsonObject failure() {
        return socket.await("err");
    }

    /** The next event of a type at an address. */
    public JsonObject event(String address, String type) {
        return socket.await(envelope -> address.equals(envelope.getString("address"))
                        && type.equals(envelope.getJsonObject("body").getString("type")))
                .getJsonObject("body");
    }

    /** The event that holds a message with this text. */
    public JsonObject message(String address, String text) {
        JsonObject event = event(address, "message");
        while (!text.equals(event.getJsonObject("message").getString("text"))) {
            event = event(address, "message");
        }
        return event;
    }

    /** The frames of a type that came at an address so far. */
    public List<JsonObject> events(String address, String type) {
        return socket.all().stream()
                .filter(envelope -> "rec".equals(envelope.getString("type")))
                .filter(envelope -> address.equals(envelope.getString("address")))
                .map(envelope -> envelope.getJsonObject("body"))
                .filter(frame -> type.equals(frame.getString("type")))
                .toList();
    }

    public int awaitClose() {
        return socket.awaitClose();
    }

    public String closeReason() {
        return socket.closeReason();
    }

    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() {
        socket.close();
    }
}
