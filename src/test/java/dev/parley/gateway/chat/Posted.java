package dev.parley.gateway.chat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What front ends post. */
final class Posted {
    private Posted() {}

    /** The AI SDK's: a message of the user's. */
    static JsonObject chat(String id, String messageId, String text) {
        JsonObject part = new JsonObject().put("type", "text").put("text", text);
        return message(id, messageId, "user", part);
    }

    private static JsonObject message(String id, String messageId, String role, JsonObject... parts) {
        JsonArray all = new JsonArray();
        for (JsonObject part : parts) {
            all.add(part);
        }
        JsonObject message =
                new JsonObject().put("id", messageId).put("role", role).put("parts", all);
        return new JsonObject()
                .put("id", id)
                .put("trigger", "submit-message")
                .put("messages", new JsonArray().add(message));
    }

    /** The AI SDK's: the assistant's message with a person's word on the tool that this event asks for. */
    static JsonObject approval(String id, String said, JsonObject request, boolean approved) {
        String approval = request.getString("approvalId");
        JsonObject tool = new JsonObject()
                .put("type", "tool-room_members")
                .put("toolCallId", request.getString("toolCallId"))
                .put("state", "approval-responded")
                .put("input", new JsonObject())
                .put("approval", new JsonObject().put("id", approval).put("approved", approved));
        return message(
                id,
                CallRef.of(approval).turn(),
                "assistant",
                new JsonObject().put("type", "text").put("text", said),
                tool);
    }

    /** AG-UI's, with what the client has of the answer. */
    static JsonObject run(String thread, String run, JsonObject... messages) {
        JsonArray all = new JsonArray()
                .add(new JsonObject().put("id", "m").put("role", "user").put("content", "hi"));
        for (JsonObject message : messages) {
            all.add(message);
        }
        return new JsonObject()
                .put("threadId", thread)
                .put("runId", run)
                .put("tools", new JsonArray())
                .put("context", new JsonArray())
                .put("messages", all);
    }

    /** AG-UI's answer to an interrupt. */
    static JsonObject resume(String interrupt, boolean approved, JsonObject... messages) {
        JsonObject entry = new JsonObject()
                .put("interruptId", interrupt)
                .put("status", "resolved")
                .put("payload", new JsonObject().put("approved", approved));
        return run("x", "r2", messages).put("resume", new JsonArray().add(entry));
    }
}
