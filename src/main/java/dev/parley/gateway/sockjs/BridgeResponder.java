package dev.parley.gateway.sockjs;

import dev.parley.contract.ServerFrame;
import dev.parley.gateway.connection.Responder;
import dev.parley.model.Refusal;
import io.vertx.core.json.JsonObject;

/**
 * Answers a {@code send} at its reply address: the answering frame as its body, a refusal as the failure that the stock
 * client understands. A {@code send} that wants no reply gets none.
 *
 * @param id the frame's, null when it has none
 * @param replyAddress null when no reply is wanted
 */
record BridgeResponder(BridgeTransport wire, String feedAddress, String id, String replyAddress) implements Responder {
    /** As the library's clients know it. */
    private static final String FAILURE_TYPE = "RECIPIENT_FAILURE";

    @Override
    public void answer(ServerFrame frame) {
        if (replyAddress != null) {
            JsonObject body = frame.toJson();
            if (id != null) {
                body.put("id", id);
            }
            send(new JsonObject()
                    .put("type", "rec")
                    .put("address", replyAddress)
                    .put("body", body));
        }
    }

    @Override
    public void refuse(Refusal refusal, String room) {
        JsonObject failure = failure(refusal);
        if (replyAddress != null) {
            failure.put("address", replyAddress);
        }
        send(failure);
    }

    /** The bridge's form of a failure. Without an address it reaches the client's {@code onerror}. */
    static JsonObject failure(Refusal refusal) {
        return new JsonObject()
                .put("type", "err")
                .put("failureCode", refusal.code().number())
                .put("failureType", FAILURE_TYPE)
                .put("message", refusal.text());
    }

    private void send(JsonObject envelope) {
        wire.send(envelope.toBuffer()).onFailure(e -> {});
    }

    @Override
    public boolean isWanted() {
        return true;
    }
}
