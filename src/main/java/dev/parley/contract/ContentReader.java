package dev.parley.contract;

import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a message says; whatever is wrong is a {@link Refusal} that names the field. Stateless.
 *
 * @param textBytesMax {@code limits.text}
 */
record ContentReader(long textBytesMax) {
    private static final int MENTIONS_MAX = 20;

    /** A message as it stands in a frame. */
    Content content(Object message) {
        if (message instanceof String text) {
            return new Content(text(text, "message"), null, List.of());
        }
        if (message instanceof FrameFields fields) {
            refuseAttachments(fields.get("attachments"));
            return new Content(
                    text(fields.required("text"), "text"), replyTo(fields), mentions(fields.get("mentions")));
        }
        throw Code.BAD_FRAME.refuse("message must be a string, or an object with a text");
    }

    /** One whose text and mentions are known; {@code mentions} is null for none. */
    Content content(String text, List<?> mentions) {
        return new Content(text(text, "text"), null, mentions(mentions));
    }

    /** A text that a message may have. */
    String text(String text, String field) {
        if (text.isEmpty()) {
            throw Code.BAD_FRAME.refuse(field + " must not be empty");
        }
        if (text.length() > textBytesMax || text.getBytes(StandardCharsets.UTF_8).length > textBytesMax) {
            throw Code.TOO_LARGE.refuse(field + " is over limits.text (" + textBytesMax + " bytes)");
        }
        return text;
    }

    private static void refuseAttachments(Object value) {
        if (value != null && !(value instanceof List)) {
            throw Code.BAD_FRAME.refuse("attachments must be a list");
        }
        if (value != null && !((List<?>) value).isEmpty()) {
            throw Code.NOT_FOUND.refuse("attachments: no such upload");
        }
    }

    private static String replyTo(FrameFields fields) {
        Object value = fields.get("replyTo");
        if (value == null) {
            return null;
        }
        if (value instanceof String s && FrameReader.isKey(s)) {
            return s;
        }
        if (value instanceof Integer || value instanceof Long) {
            return value.toString();
        }
        throw Code.BAD_FRAME.refuse("replyTo must be a message's id or seq");
    }

    private static List<String> mentions(Object value) {
        if (value == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        if (value instanceof List<?> array && array.size() <= MENTIONS_MAX) {
            for (Object name : array) {
                if (name instanceof String s && (s.isEmpty() || FrameReader.isKey(s))) {
                    names.add(s);
                }
            }
            if (names.size() == array.size()) {
                return List.copyOf(names);
            }
        }
        throw Code.BAD_FRAME.refuse("mentions must be a list of at most " + MENTIONS_MAX + " names");
    }
}
