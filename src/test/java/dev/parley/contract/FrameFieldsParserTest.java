package dev.parley.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.model.Refusal;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames read from bytes and frames read from a tree: the same comes of both, whatever a client sends. */
class FrameFieldsParserTest {
    private static final int RANDOM_FRAMES = 3000;
    private static final FrameReader READER =
            new FrameReader(new FrameLimits(200, 100, 32, 200, 100, 3, 200), Set.of());

    /** What becomes of a frame, as far as anybody can tell. */
    private static String outcome(FrameFields fields) {
        String id = FrameReader.idOf(fields);
        try {
            ClientFrame frame = READER.read(fields);
            String token = frame.body() instanceof ClientFrame.Auth auth ? auth.token() : "";
            return id + " " + frame + " " + token + " " + fields.text("userId");
        } catch (Refusal refusal) {
            return id + " " + refusal(refusal);
        }
    }

    private static String refusal(Refusal refusal) {
        return refusal.code() + " " + refusal.text() + " " + refusal.retryAfterMs();
    }

    private static String fromBytes(String frame) {
        try {
            byte[] utf8 = frame.getBytes(StandardCharsets.UTF_8);
            return outcome(READER.fields(new String(utf8, StandardCharsets.UTF_8)));
        } catch (Refusal refusal) {
            return refusal(refusal);
        }
    }

    private static String fromTree(String frame) {
        try {
            byte[] utf8 = frame.getBytes(StandardCharsets.UTF_8);
            JsonObject tree = JsonInput.object(utf8, "a frame", 100);
            assertEquals(new JsonObject(frame), tree, "what is taken means what the library reads");
            return outcome(FrameFields.of(tree));
        } catch (Refusal refusal) {
            return refusal(refusal).replace("must be a JSON object", "must be one JSON object");
        }
    }

    static Stream<String> nasty() {
        String deep = "[".repeat(998) + "]".repeat(998);
        String digits = "9".repeat(990);
        List<String> values = List.of(
                "1",
                "-1",
                "0",
                "-0",
                "1.5",
                "1e3",
                "1e999999999",
                "2147483648",
                "9223372036854775807",
                "9223372036854775808",
                digits,
                digits + digits,
                "0." + digits + digits,
                "01",
                "+1",
                ".5",
                "1.",
                "NaN",
                "Infinity",
                "true",
                "false",
                "null",
                "tru",
                "\"\"",
                "\"a\"",
                "\"5\"",
                "\"\\u0000\"",
                "\"\\ud83d\\ude00\"",
                "\"\\ud83d\"",
                "\"\\ude00\\ud83d\"",
                "\"😀\"",
                "\"a\nb\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"open",
                "'a'",
                "[]",
                "[1]",
                "[\"a\",\"b\"]",
                "[\"a\",1]",
                "[[]]",
                "[null]",
                "[\"a\",]",
                "{}",
                "{\"text\":\"hi\"}",
                "{\"text\":1}",
                "{\"text\":\"hi\",\"text\":\"ho\"}",
                "{\"text\":\"hi\",\"replyTo\":5}",
                "{\"text\":\"hi\",\"replyTo\":5.5}",
                "{\"text\":\"hi\",\"replyTo\":{}}",
                "{\"text\":\"hi\",\"replyTo\":99999999999999999999}",
                "{\"text\":\"hi\",\"mentions\":[\"a\"],\"attachments\":[]}",
                "{\"text\":\"hi\",\"attachments\":[{}]}",
                "{\"text\":\"hi\",\"attachments\":{}}",
                "{\"text\":\"hi\",\"mentions\":[{}]}",
                "{\"text\":\"hi\",\"mentions\":{}}",
                "{\"text\":\"hi\",\"x\":{\"text\":\"no\"}}",
                "{\"message\":{\"text\":\"hi\"},\"text\":\"yes\"}",
                "{\"text\":\"" + "é".repeat(101) + "\"}",
                "\"" + "x".repeat(201) + "\"",
                "\"" + "x".repeat(70) + "\"",
                deep,
                "[" + deep + "]",
                deep.substring(1),
                "{\"a\":".repeat(400) + "1" + "}".repeat(400));
        List<String> types = List.of(
                "init",
                "message",
                "load_messages",
                "typing",
                "who",
                "leave",
                "auth",
                "ping",
                "cancel",
                "approve",
                "edit",
                "delete",
                "react",
                "emit",
                "signal",
                "state",
                "get_state",
                "none",
                "");
        List<String> names = List.of(
                "id",
                "type",
                "room",
                "conversationId",
                "userId",
                "message",
                "since",
                "limit",
                "startAfter",
                "on",
                "token",
                "turn",
                "call",
                "allow",
                "text",
                "replyTo",
                "target",
                "emoji",
                "name",
                "to",
                "base",
                "state",
                "body",
                "unknown",
                "\\u0069d",
                "Id",
                "");
        List<String> whole = List.of(
                "",
                " ",
                "{",
                "}",
                "{}",
                "{} ",
                " {}",
                "\n{\"type\":\"ping\"}\t",
                "{}{}",
                "{\"type\":\"ping\"} x",
                "{\"type\":\"ping\"}]",
                "{\"type\":\"ping\"}null",
                "{\"type\":\"ping\"},",
                "null",
                "[]",
                "[{\"type\":\"ping\"}]",
                "\"ping\"",
                "\"\"",
                "1",
                "true",
                "{\"type\":\"ping\",}",
                "{\"type\"}",
                "{\"type\":}",
                "{type:\"ping\"}",
                "{'type':'ping'}",
                "{\"type\" : \"ping\"}",
                "{/* c */\"type\":\"ping\"}",
                "{\"type\":\"ping\"}// c",
                "{\"type\":\"ping\"}/*",
                "/**/{\"type\":\"ping\"}",
                "#\n{\"type\":\"ping\"}",
                "\uFEFF{\"type\":\"ping\"}",
                "{\uFEFF\"type\":\"ping\"}",
                "{\u0000\"type\":\"ping\"}",
                "{\u0000",
                "\u0000{\"type\":\"ping\"}",
                "{\u0000\"\u0000t\u0000\"\u0000",
                "{\u0000\u0000\u0000\"",
                "\u0000\u0000\u0000{",
                "{\u00A0\"type\":\"ping\"}",
                "{\"type\":\"ping\"}\u0000",
                "{\"ty\u0000pe\":\"ping\"}",
                "{\"type\":\"ping\"",
                "{\"type\":\"pi",
                "{\"a\":1,\"type\":\"ping\",\"b\":" + digits + digits + "}",
                "{\"" + "k".repeat(50_001) + "\":1,\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"type\":\"who\"}",
                "{\"type\":\"who\",\"type\":null}",
                "{\"id\":\"a\",\"id\":5,\"type\":\"ping\"}",
                "{\"id\":\"a\",\"type\":\"message\",\"message\":{\"text\":\"a\"},\"message\":\"b\"}",
                "{\"" + "\\u00e9é😀".repeat(20) + "\":1,\"type\":\"ping\"}",
                "{\"\\ud83d\":1,\"type\":\"ping\"}");
        // Text with a null character beside each letter, which a parser that guesses takes for another encoding.
        Stream<String> guessed = Stream.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")
                .map(name -> "{\"type\":\"ping\"}".getBytes(Charset.forName(name)))
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
        Stream<String> fields = types.stream().flatMap(type -> names.stream().flatMap(name -> values.stream()
                .map(value -> "{\"type\":\"" + type + "\",\"" + name + "\":" + value + "}")));
        return Stream.concat(Stream.concat(whole.stream(), guessed), fields);
    }

    @Test
    void theSameComesOfNastyFrames() {
        nasty().forEach(frame -> assertEquals(fromTree(frame), fromBytes(frame), () -> shown(frame)));
    }

    /** Frames that were right, with a few characters lost, doubled or changed. */
    @Test
    void theSameComesOfBrokenFrames() {
        Random random = new Random(7);
        List<String> right = rightFrames();
        String alphabet = "{}[]:,\"\\ \t\n0123456789.-+eEtruefalsn/*#é😀\u0000\u007f\uFEFF";
        for (int i = 0; i < RANDOM_FRAMES; i++) {
            StringBuilder frame = new StringBuilder(right.get(random.nextInt(right.size())));
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(frame.length());
                switch (random.nextInt(3)) {
                    case 0 -> frame.deleteCharAt(at).append(' ');
                    case 1 -> frame.insert(at, frame.charAt(at));
                    default -> frame.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                }
            }
            // Half surrogate pairs, which UTF-8 has not, become question marks on the way to both.
            String sent = new String(frame.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            assertEquals(fromTree(sent), fromBytes(sent), () -> shown(sent));
        }
    }

    private static List<String> rightFrames() {
        return List.of(
                "{\"type\":\"init\",\"room\":\"lobby\",\"since\":17,\"userId\":\"ann\"}",
                "{\"type\":\"message\",\"id\":\"m1\",\"room\":\"lobby\",\"message\":\"hi 😀\"}",
                "{\"id\":\"m\\u0031\",\"type\":\"message\",\"message\":{\"text\":\"a\\nb\",\"replyTo\":5,\"mentions\":[\"bob\"],"
                        + "\"attachments\":[]},\"later\":{\"more\":[1,2.5,null]}}",
                "{\"type\":\"load_messages\",\"conversationId\":\"c\",\"limit\":20,\"startAfter\":\"40\"}",
                "{\"type\":\"approve\",\"turn\":\"t\",\"call\":\"c\",\"allow\":false}",
                "{\"type\":\"typing\",\"on\":true}",
                "{\"type\":\"init\",\"state\":true}",
                "{\"type\":\"edit\",\"target\":7,\"text\":\"better\"}",
                "{\"type\":\"react\",\"target\":7,\"emoji\":\"😀\",\"on\":true}",
                "{\"type\":\"auth\",\"token\":\"a.b.c\"}");
    }

    @ParameterizedTest
    @MethodSource("rightFrames")
    void aRightFrameIsRead(String frame) {
        assertTrue(fromBytes(frame).contains("ClientFrame["), frame);
    }

    private static String shown(String frame) {
        return frame.length() <= 300 ? frame : frame.substring(0, 300) + "… of " + frame.length();
    }
}
