package dev.parley.gateway.chat;

import static dev.parley.gateway.chat.FrontEndRequest.bad;
import static dev.parley.gateway.chat.FrontEndRequest.objects;
import static dev.parley.gateway.chat.FrontEndRequest.textOr;

import dev.parley.contract.FrameReader;
import dev.parley.gateway.chat.Intent.Decision;
import dev.parley.model.Content;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads AG-UI's {@code RunAgentInput}. The thread is the chat, the run's id is the idempotency key of its prompt: the
 * same run again resumes its answer, another run with the same messages asks again. Of {@code messages} the last one of
 * the user's counts, and those of the answer that is resumed. Pure; throws {@code bad_frame}.
 *
 * @param threadId of the client
 * @param runId of the client
 * @param request what it asks for
 */
record AgUiRequest(String threadId, String runId, FrontEndRequest request) {

    static AgUiRequest read(JsonObject body) {
        String thread = required(body, "threadId");
        String run = required(body, "runId");
        List<JsonObject> messages = objects(body, "messages");
        List<JsonObject> resume = objects(body, "resume");
        String room = body.getValue("forwardedProps") instanceof JsonObject props ? roomOf(props) : null;
        Intent intent = resume.isEmpty() ? ask(run, messages) : decide(resume);
        return new AgUiRequest(
                thread, run, new FrontEndRequest(thread, room, intent, turn -> resumePoint(messages, turn)));
    }

    private static String required(JsonObject body, String field) {
        String text = FrameReader.text(body, field);
        if (text == null || text.isEmpty()) {
            throw bad(field + " is missing");
        }
        if (text.indexOf('\0') >= 0) {
            throw bad(field + " must not contain NUL");
        }
        return text;
    }

    private static String roomOf(JsonObject props) {
        return textOr(props, "room").isEmpty() ? null : textOr(props, "room");
    }

    private static Intent ask(String run, List<JsonObject> messages) {
        JsonObject last = messages.isEmpty() ? new JsonObject() : messages.get(messages.size() - 1);
        if (textOr(last, "role").equals("tool") && CallRef.of(textOr(last, "toolCallId")) == null) {
            throw bad("tools of the front end are not supported");
        }
        JsonObject asked = messages.stream()
                .filter(m -> "user".equals(m.getValue("role")))
                .reduce((a, b) -> b)
                .orElseThrow(() -> bad("messages must contain a message of the user"));
        String key =
                run.length() <= FrameReader.ID_CHARS_MAX ? run : Content.of(run).digest();
        return new Intent.Ask(key, text(asked), null);
    }

    private static String text(JsonObject message) {
        if (message.getValue("content") instanceof String text) {
            return text;
        }
        List<JsonObject> parts = objects(message, "content");
        if (!parts.stream().allMatch(part -> textOr(part, "type").equals("text"))) {
            throw bad("content: only text is supported");
        }
        return parts.stream().map(part -> textOr(part, "text")).collect(Collectors.joining("\n"));
    }

    private static Intent decide(List<JsonObject> resume) {
        List<CallRef> calls = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (JsonObject entry : resume) {
            CallRef call = CallRef.of(textOr(entry, "interruptId"));
            if (call == null) {
                throw bad("resume: interruptId must be one that the server sent");
            }
            calls.add(call);
            decisions.add(new Decision(call.call(), isAllowed(entry)));
        }
        if (calls.stream().map(CallRef::turn).distinct().count() != 1) {
            throw bad("resume must be about one answer");
        }
        return new Intent.Decide(calls.get(0).turn(), decisions);
    }

    private static boolean isAllowed(JsonObject entry) {
        Object payload = entry.getValue("payload");
        switch (textOr(entry, "status")) {
            case "cancelled" -> {
                return false;
            }
            case "resolved" -> {
                Object approved = payload instanceof JsonObject object ? object.getValue("approved") : payload;
                if (approved instanceof Boolean allow) {
                    return allow;
                }
                throw bad("resume: payload must be {approved: true or false}");
            }
            default -> throw bad("resume: status must be resolved or cancelled");
        }
    }

    /** What a client has of an answer: its messages {@code turn.edition.step}, and the results of their tools. */
    private static ResumePoint resumePoint(List<JsonObject> messages, String turn) {
        int edition = 0;
        StringBuilder text = new StringBuilder();
        Set<String> calls = new HashSet<>();
        Set<String> settled = new HashSet<>();
        for (JsonObject message : messages) {
            int of = editionOf(textOr(message, "id"), turn);
            if (of >= 0) {
                if (of > edition) {
                    edition = of;
                    text.setLength(0);
                }
                text.append(textOr(message, "content"));
                objects(message, "toolCalls").forEach(call -> addCall(calls, textOr(call, "id"), turn));
            }
            addCall(settled, textOr(message, "toolCallId"), turn);
        }
        Map<String, Boolean> known = new HashMap<>();
        calls.forEach(call -> known.put(call, settled.contains(call)));
        return new ResumePoint(text.toString(), known, edition);
    }

    private static void addCall(Set<String> calls, String id, String turn) {
        CallRef call = CallRef.of(id);
        if (call != null && call.turn().equals(turn)) {
            calls.add(call.call());
        }
    }

    /** -1 when it is no message of this answer. */
    private static int editionOf(String id, String turn) {
        if (!id.startsWith(turn + ".")) {
            return -1;
        }
        String rest = id.substring(turn.length() + 1);
        return rest.matches("\\d{1,6}\\.\\d{1,6}") ? Integer.parseInt(rest.substring(0, rest.indexOf('.'))) : -1;
    }
}
