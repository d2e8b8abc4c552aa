package dev.parley.fault.swarm;

import dev.parley.model.Code;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/** The two ways in: what a frame looks like on the wire, and what an envelope from there means as a frame. */
enum Door {
    SOCKET("ws", "/ws") {
        @Override
        List<JsonObject> wrap(JsonObject frame) {
            return List.of(frame);
        }

        @Override
        JsonObject unwrap(JsonObject received) {
            return received;
        }
    },

    /** The stock client's envelopes. A reply address tells what is answered: {@code <room>/<id>}. */
    BRIDGE("bridge", "/eventbus/websocket") {
        @Override
        List<JsonObject> wrap(JsonObject frame) {
            String room = frame.getString("room", "main");
            JsonObject body = frame.copy();
            body.remove("room");
            JsonObject send = new JsonObject()
                    .put("type", "send")
                    .put("address", "room." + room)
                    .put("replyAddress", room + "/" + frame.getString("id"))
                    .put("body", body);
            if (!"init".equals(frame.getString("type"))) {
                return List.of(send);
            }
            JsonObject register = new JsonObject().put("type", "register").put("address", "room." + room + ".events");
            return List.of(register, send);
        }

        @Override
        JsonObject unwrap(JsonObject received) {
            if (!"err".equals(received.getString("type"))) {
                return received.getJsonObject("body", received);
            }
            int number = received.getInteger("failureCode");
            JsonObject error = new JsonObject()
                    .put("type", "error")
                    .put("error", received.getString("message"))
                    .put("code", codeOf(number));
            String[] asked = received.getString("address", "").split("/", 2);
            return asked.length == 2 ? error.put("room", asked[0]).put("id", asked[1]) : error;
        }
    };

    private final String text;
    private final String path;

    Door(String text, String path) {
        this.text = text;
        this.path = path;
    }

    String path() {
        return path;
    }

    abstract List<JsonObject> wrap(JsonObject frame);

    abstract JsonObject unwrap(JsonObject received);

    private static String codeOf(int number) {
        return Arrays.stream(Code.values())
                .filter(code -> code.number() == number)
                .map(Code::text)
                .findFirst()
                .orElse(String.valueOf(number)); // a close code
    }

    @Override
    public String toString() {
        return text;
    }
}
