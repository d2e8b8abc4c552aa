package dev.parley.gateway.chat;

import static dev.parley.gateway.chat.FrontEndRequest.bad;
import static dev.parley.gateway.chat.FrontEndRequest.objects;
import static dev.parley.gateway.chat.FrontEndRequest.textOr;

import dev.parley.contract.FrameReader;
import dev.parley.gateway.chat.Intent.Decision;
import dev.parley.model.Content;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what the Vercel AI SDK's {@code DefaultChatTransport} posts. Of {@code messages} only the last counts: the room
 * has its own history. Pure; throws {@code bad_frame}.
 */
final class UiChatRequest {
    private static final int DIGEST_CHARS = 16;
    private static final Set<String> SETTLED = Set.of("output-available", "output-error", "output-denied");

    private UiChatRequest() {}

    static FrontEndRequest read(JsonObject body) {
        List<JsonObject> messages = objects(body, "messages");
        if (messages.isEmpty()) {
            throw bad("messages must not be empty");
        }
        String messageId = FrameReader.text(body, "messageId");
        JsonObject meant = meant(messages, messageId);
        String trigger = FrameReader.text(body, "trigger");
        String chat = FrameReader.text(body, "id");
        String room = FrameReader.text(body, "room");
        switch (trigger == null ? "submit-message" : trigger) {
            case "regenerate-message" -> {
                JsonObject asked = lastOf("user", messages);
                Intent again = new Intent.Ask(null, text(asked), mentions(body));
                return new FrontEndRequest(chat, room, again, turn -> ResumePoint.NOTHING);
            }
            case "submit-message" -> {
                if (textOr(meant, "role").equals("assistant")) {
                    return decision(chat, room, meant);
                }
                JsonObject asked = messages.get(messages.size() - 1);
                if (!textOr(asked, "role").equals("user")) {
                    throw bad("the last message must be the user's, or the assistant's with decided approvals");
                }
                Intent ask = new Intent.Ask(id(asked, messageId != null), text(asked), mentions(body));
                return new FrontEndRequest(chat, room, ask, turn -> ResumePoint.NOTHING);
            }
            default -> throw bad("trigger must be submit-message or regenerate-message");
        }
    }

    /** The message that {@code messageId} names, else the last. */
    private static JsonObject meant(List<JsonObject> messages, String messageId) {
        return messages.stream()
                .filter(m -> messageId != null && messageId.equals(m.getValue("id")))
                .findFirst()
                .orElse(messages.get(messages.size() - 1));
    }

    private static JsonObject lastOf(String role, List<JsonObject> messages) {
        return messages.stream()
                .filter(m -> role.equals(m.getValue("role")))
                .reduce((a, b) -> b)
                .orElseThrow(() -> bad("messages must contain a message of the " + role));
    }

    /** An edited message keeps its id in the SDK; here each text has its own, and the log keeps both. */
    private static String id(JsonObject message, boolean edited) {
        String id = FrameReader.text(message, "id");
        if (id == null || !edited) {
            return id;
        }
        String digest = Content.of(text(message)).digest().substring(0, DIGEST_CHARS);
        int most = FrameReader.ID_CHARS_MAX - DIGEST_CHARS - 1;
        return (id.length() <= most ? id : id.substring(0, most)) + "." + digest;
    }

    private static String text(JsonObject message) {
        List<String> texts = new ArrayList<>();
        for (JsonObject part : objects(message, "parts")) {
            switch (textOr(part, "type")) {
                case "text" -> texts.add(textOr(part, "text"));
                case "file" -> throw bad("parts: files are not supported");
                default -> {} // steps and data: no text
            }
        }
        return texts.isEmpty() ? textOr(message, "content") : String.join("\n", texts);
    }

    private static List<?> mentions(JsonObject body) {
        Object mentions = body.getValue("mentions");
        if (mentions == null || mentions instanceof JsonArray) {
            return mentions == null ? null : ((JsonArray) mentions).getList();
        }
        throw bad("mentions must be a list of names");
    }

    /** An assistant's message: what was said on the tools that it waits for. */
    private static FrontEndRequest decision(String chat, String room, JsonObject message) {
        List<CallRef> calls = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (JsonObject part : objects(message, "parts")) {
            if (textOr(part, "state").equals("approval-responded")
                    && part.getValue("approval") instanceof JsonObject approval) {
                CallRef call = CallRef.of(textOr(approval, "id"));
                if (call == null || !(approval.getValue("approved") instanceof Boolean approved)) {
                    throw bad("approval must be {id, approved} with an id that the server sent");
                }
                calls.add(call);
                decisions.add(new Decision(call.call(), approved));
            }
        }
        if (calls.stream().map(CallRef::turn).distinct().count() != 1) {
            throw bad("the last message is an assistant's; it must decide the approvals of one answer");
        }
        String turn = calls.get(0).turn();
        ResumePoint resumePoint = resumePoint(message);
        return new FrontEndRequest(
                chat,
                room,
                new Intent.Decide(turn, decisions),
                of -> of.equals(turn) ? resumePoint : ResumePoint.NOTHING);
    }

    private static ResumePoint resumePoint(JsonObject message) {
        StringBuilder text = new StringBuilder();
        Map<String, Boolean> calls = new HashMap<>();
        for (JsonObject part : objects(message, "parts")) {
            String type = textOr(part, "type");
            if (type.equals("text")) {
                text.append(textOr(part, "text"));
            } else if (type.equals(UiMessageStream.RESTARTED)) {
                text.setLength(0);
            } else if (part.getValue("toolCallId") instanceof String call) {
                calls.put(call, SETTLED.contains(textOr(part, "state")));
            }
        }
        return new ResumePoint(text.toString(), calls, 0);
    }
}
