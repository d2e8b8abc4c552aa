package dev.parley.gateway.chat;

import dev.parley.contract.ServerFrame;
import dev.parley.gateway.connection.Connection;
import dev.parley.gateway.connection.Responder;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A client inside the gateway: it sends what a socket would send, and gets the replies as futures, which fail with
 * {@link Refusal}s. What comes after a reply reaches the connection's transport after the future's listeners were
 * called.
 *
 * @param room its stored name
 */
record InProcessClient(Connection connection, String room) {

    /** Enters, or enters again; {@code since} is -1 when nothing shall be replayed. */
    Future<JsonObject> enter(long since) {
        JsonObject init = frame("init");
        return send(since < 0 ? init : init.put("since", since)).map(ServerFrame::toJson);
    }

    /** {@code id} is the idempotency key. */
    Future<ServerFrame.Ack> say(String id, String text, JsonArray mentions) {
        JsonObject message = new JsonObject().put("text", text);
        if (mentions != null) {
            message.put("mentions", mentions);
        }
        return send(frame("message").put("id", id).put("message", message)).map(ServerFrame.Ack.class::cast);
    }

    Future<Void> approve(String turn, String call, boolean allow) {
        return send(frame("approve").put("turn", turn).put("call", call).put("allow", allow))
                .mapEmpty();
    }

    Future<Void> cancel(String turn) {
        return send(frame("cancel").put("turn", turn)).mapEmpty();
    }

    private JsonObject frame(String type) {
        return new JsonObject().put("type", type).put("room", room);
    }

    private Future<ServerFrame> send(JsonObject frame) {
        Promise<ServerFrame> reply = Promise.promise(); // without a context: its listeners are called at once
        connection.inbox().receive(frame, new PromisedReply(reply));
        return reply.future();
    }

    private record PromisedReply(Promise<ServerFrame> promise) implements Responder {
        @Override
        public void reply(ServerFrame frame) {
            promise.complete(frame);
        }

        @Override
        public void refuse(Refusal refusal, String room) {
            promise.fail(refusal);
        }

        @Override
        public String eventsAddress() {
            return null;
        }

        @Override
        public boolean wantsReply() {
            return true;
        }
    }
}
