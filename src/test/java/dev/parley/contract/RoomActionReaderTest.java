package dev.parley.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do in a room beside talking, as it is read from frames, bodies and envelopes. */
class RoomActionReaderTest {
    private static final FrameReader READER =
            new FrameReader(new FrameLimits(20, 60, 5, 40, 20, 3, 30), Set.of("other"));

    private static ClientFrame.Body read(String frame) {
        return READER.read(READER.fields(frame)).body();
    }

    private static ClientFrame.Body emit(String data) {
        return read("{\"type\":\"emit\",\"name\":\"n\",\"data\":" + data + "}");
    }

    private static ClientFrame.Body patch(String patch) {
        return read("{\"type\":\"state\",\"patch\":" + patch + "}");
    }

    private static void assertRefused(Code code, String names, String frame) {
        Refusal refusal = assertThrows(Refusal.class, () -> read(frame), frame);
        assertEquals(code, refusal.code(), refusal.text());
        assertTrue(refusal.text().contains(names), refusal.text());
    }

    @Test
    void eachIsRead() {
        assertEquals(new ClientFrame.Edit(7, "new"), read("{\"type\":\"edit\",\"target\":7,\"text\":\"new\"}"));
        assertEquals(new ClientFrame.Delete(7), read("{\"target\":7,\"type\":\"delete\"}"));
        assertEquals(
                new ClientFrame.React(1, "👍", false),
                read("{\"type\":\"react\",\"target\":1,\"emoji\":\"👍\",\"on\":false}"));
        assertEquals(
                new ClientFrame.Emit("dice:2.d6", "[3,4]"),
                read("{\"type\":\"emit\",\"name\":\"dice:2.d6\",\"data\":[3,4]}"));
        assertEquals(
                new ClientFrame.Signal("cursor", "{\"x\":1}", List.of()),
                read("{\"type\":\"signal\",\"name\":\"cursor\",\"data\":{\"x\":1},\"to\":null}"));
        assertEquals(
                new ClientFrame.Signal("cursor", "1", List.of("ann", "bob")),
                read("{\"type\":\"signal\",\"name\":\"cursor\",\"data\":1,\"to\":[\"ann\",\"bob\",\"ann\"]}"));
        assertEquals(new ClientFrame.State("{\"a\":null}", -1), read("{\"type\":\"state\",\"patch\":{\"a\":null}}"));
        assertEquals(new ClientFrame.State("{}", 0), read("{\"type\":\"state\",\"patch\":{},\"base\":0}"));
        assertEquals(new ClientFrame.GetState(), read("{\"type\":\"get_state\"}"));
        assertEquals(new ClientFrame.Init(3, true), read("{\"type\":\"init\",\"since\":3,\"state\":true}"));
        assertEquals(new ClientFrame.Init(-1, false), read("{\"type\":\"init\",\"state\":null}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            target | {"type":"edit","text":"x"}
            target | {"type":"edit","text":"x","target":null}
            target | {"type":"edit","text":"x","target":0}
            target | {"type":"edit","text":"x","target":-1}
            target | {"type":"edit","text":"x","target":1.5}
            target | {"type":"edit","text":"x","target":1.0}
            target | {"type":"edit","text":"x","target":1e3}
            target | {"type":"edit","text":"x","target":99999999999999999999}
            target | {"type":"delete","target":[1]}
            target | {"type":"delete","target":true}
            not its id | {"type":"delete","target":"m1"}
            not its id | {"type":"react","target":"7","emoji":"👍","on":true}
            text   | {"type":"edit","target":1}
            text   | {"type":"edit","target":1,"text":""}
            text   | {"type":"edit","target":1,"text":7}
            text   | {"type":"edit","target":1,"text":{"text":"x"}}
            emoji  | {"type":"react","target":1,"on":true}
            emoji  | {"type":"react","target":1,"on":true,"emoji":""}
            emoji  | {"type":"react","target":1,"on":true,"emoji":"up"}
            emoji  | {"type":"react","target":1,"on":true,"emoji":"👍👍"}
            emoji  | {"type":"react","target":1,"on":true,"emoji":1}
            on     | {"type":"react","target":1,"emoji":"👍"}
            on     | {"type":"react","target":1,"emoji":"👍","on":1}
            name   | {"type":"emit","data":1}
            name   | {"type":"emit","data":1,"name":""}
            name   | {"type":"emit","data":1,"name":7}
            name   | {"type":"emit","data":1,"name":"a b"}
            name   | {"type":"emit","data":1,"name":"é"}
            name   | {"type":"signal","data":1,"name":"a\\n"}
            reserved | {"type":"emit","data":1,"name":"parley.x"}
            reserved | {"type":"signal","data":1,"name":"parley."}
            data   | {"type":"emit","name":"n"}
            data   | {"type":"signal","name":"n"}
            to     | {"type":"signal","name":"n","data":1,"to":[]}
            to     | {"type":"signal","name":"n","data":1,"to":"ann"}
            to     | {"type":"signal","name":"n","data":1,"to":{}}
            to     | {"type":"signal","name":"n","data":1,"to":[1]}
            to     | {"type":"signal","name":"n","data":1,"to":["ann",null]}
            to     | {"type":"signal","name":"n","data":1,"to":[""]}
            patch  | {"type":"state"}
            patch  | {"type":"state","patch":null}
            patch  | {"type":"state","patch":[]}
            patch  | {"type":"state","patch":"{}"}
            patch  | {"type":"state","patch":7}
            base   | {"type":"state","patch":{},"base":-1}
            base   | {"type":"state","patch":{},"base":"3"}
            base   | {"type":"state","patch":{},"base":1.5}
            state  | {"type":"init","state":"yes"}
            state  | {"type":"init","state":1}
            """)
    void theWrongFieldIsNamed(String names, String frame) {
        assertRefused(Code.BAD_FRAME, names, frame);
    }

    @Test
    void aNameHas64Characters() {
        String longest = "n".repeat(64);
        assertEquals(
                new ClientFrame.Emit(longest, "1"),
                read("{\"type\":\"emit\",\"data\":1,\"name\":\"" + longest + "\"}"));
        assertRefused(Code.BAD_FRAME, "name", "{\"type\":\"emit\",\"data\":1,\"name\":\"n" + longest + "\"}");
        assertEquals(new ClientFrame.Emit("parley", "1"), read("{\"type\":\"emit\",\"data\":1,\"name\":\"parley\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-0",
                "1e308",
                "123456789012345678901234567890",
                "0.1000000000000000055511151231",
                "\"\"",
                "\"é😀\"",
                "\"\\ud83d\\ude00\"",
                "\"\\u00e9\\n\\\"\\\\\"",
                "\" a , b \"",
                "{}",
                "[]",
                "[[[[[]]]]]",
                "{\"a\":{\"b\":[1,{\"c\":null}]}}",
                "{\"a\":1,\"a\":2}",
                "{\"\":\"\"}"
            })
    void dataOfAnyKindIsKeptAsItIs(String data) {
        assertEquals(new ClientFrame.Emit("n", data), emit(data));
    }

    @Test
    void whiteSpaceBetweenValuesGoes() {
        assertEquals(
                new ClientFrame.Emit("n", "{\"a b\":[1,\" \\\" \"],\"c\":\"\\\\\"}"),
                emit(" {\n\t\"a b\" : [ 1 , \" \\\" \" ]\r\n, \"c\" : \"\\\\\" } "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\u0000\"",
                "\"a\\ud800b\"",
                "\"\\ude00\\ud83d\"",
                "[\"\\ud83d\"]",
                "{\"\\u0000\":1}",
                "{\"a\":{\"\\udc00\":1}}",
                "1e400",
                "-1e400",
                "[1,{\"a\":1e309}]",
            })
    void whatCouldNotBeGivenBackIsRefused(String data) {
        assertThrows(Refusal.class, () -> emit(data), data);
        Refusal refusal = assertThrows(Refusal.class, () -> patch("{\"a\":" + data + "}"), data);
        assertEquals(Code.BAD_FRAME, refusal.code());
        assertTrue(refusal.text().startsWith("patch must not have"), refusal.text());
    }

    @Test
    void aNumberOf400DigitsIsRefused() {
        Refusal refusal =
                assertThrows(Refusal.class, () -> new RoomActionReader(new FrameLimits(1, 9, 9, 999, 1, 1, 1), null)
                        .emit(READER.fields("{\"name\":\"n\",\"data\":" + "9".repeat(400) + "}")));
        assertEquals(Code.BAD_FRAME, refusal.code());
    }

    @Test
    void sizesAreBytesAndTheLimitIsNamed() {
        assertEquals(new ClientFrame.Emit("n", "\"" + "é".repeat(19) + "\""), emit("\"" + "é".repeat(19) + "\""));
        assertTooLarge("limits.event", "{\"type\":\"emit\",\"name\":\"n\",\"data\":\"" + "é".repeat(20) + "\"}");
        assertTooLarge("limits.signal", "{\"type\":\"signal\",\"name\":\"n\",\"data\":\"" + "x".repeat(19) + "\"}");
        assertTooLarge("limits.statePatch", "{\"type\":\"state\",\"patch\":{\"a\":\"" + "x".repeat(23) + "\"}}");
        assertEquals(
                ClientFrame.State.class,
                patch("{\"a\":\"" + "x".repeat(22) + "\"}").getClass());
        assertTooLarge("limits.text", "{\"type\":\"edit\",\"target\":1,\"text\":\"" + "x".repeat(21) + "\"}");
        assertTooLarge(
                "limits.signalTo", "{\"type\":\"signal\",\"name\":\"n\",\"data\":1,\"to\":[\"a\",\"b\",\"c\",\"d\"]}");
    }

    private static void assertTooLarge(String limit, String frame) {
        assertRefused(Code.TOO_LARGE, limit, frame);
    }

    @Test
    void depthAndNumberAreLimited() {
        assertTooLarge("limits.depth", "{\"type\":\"emit\",\"name\":\"n\",\"data\":[[[[[[]]]]]]}");
        for (int depth : new int[] {6, 98, 99, 100, 5000}) {
            String open = "{\"a\":".repeat(depth);
            FrameReader reader = new FrameReader(new FrameLimits(1, 99_999, 5, 1, 1, 1, 99_999), Set.of());
            Refusal refusal = assertThrows(
                    Refusal.class,
                    () -> reader.read(
                            reader.fields("{\"type\":\"state\",\"patch\":" + open + "1" + "}".repeat(depth) + "}")));
            assertEquals(Code.TOO_LARGE, refusal.code(), depth + " " + refusal.text());
            assertTrue(refusal.text().contains("limits.depth"), refusal.text());
        }
        assertTooLarge("limits.jsonFields", "{\"type\":\"emit\",\"name\":\"n\",\"data\":[" + "1,".repeat(60) + "1]}");
    }

    @Test
    void aFrameOfAnotherTypeMayHoldAnyData() {
        String frame = "{\"type\":\"other\",\"data\":[[[[[[\"\\u0000\", 1e400]]]]]],\"patch\":7}";
        assertEquals(new ClientFrame.Registered("other", frame), read(frame));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,", "{\"a\"}", "[1,}", "{\"a\":01}", "\"open", "tru", "{\"a\":1}}"})
    void whatIsNoJsonIsABadFrame(String data) {
        assertRefused(Code.BAD_FRAME, "one JSON object", "{\"type\":\"emit\",\"name\":\"n\",\"data\":" + data + "}");
    }

    @Test
    void aLongFrameIsReadRight() {
        FrameReader reader = new FrameReader(new FrameLimits(1, 9999, 5, 99_999, 1, 1, 1), Set.of());
        String data = "[\"" + "é".repeat(30_000) + "\",{\"b\":[1,2.5,\"" + "\\n".repeat(10_000) + "\"]},12345678]";
        String frame = "{\"x\":\"" + "y".repeat(20_000) + "\",\"name\":\"n\",\"data\":" + data + ",\"type\":\"emit\"}";
        assertEquals(
                new ClientFrame.Emit("n", data),
                reader.read(reader.fields(frame)).body());
    }

    @Test
    void bodiesAndEnvelopesAreReadAlike() {
        RoomActionReader actions = READER.actions();
        FrameFields body = READER.body(utf8("{\"name\": \"n\", \"data\": {\"a\": 1}, \"text\": \"new\"}"));
        assertEquals(new ClientFrame.Emit("n", "{\"a\":1}"), actions.emit(body));
        assertEquals(new ClientFrame.Signal("n", "{\"a\":1}", List.of()), actions.signal(body));
        assertEquals(new ClientFrame.Edit(4, "new"), actions.edit(4, body));
        assertThrows(Refusal.class, () -> actions.emit(READER.body(new byte[0])));
        assertEquals(new ClientFrame.State("{\"a\":{}}", 9), actions.state(utf8(" {\"a\" : {}}\n"), 9));
        for (String wrong : List.of("", "[]", "7", "{\"a\":1}{}", "{", "{\"a\":\"\\u0000\"}")) {
            Refusal refusal = assertThrows(Refusal.class, () -> actions.state(utf8(wrong), -1), wrong);
            assertEquals(Code.BAD_FRAME, refusal.code());
            assertTrue(refusal.text().startsWith("patch must"), refusal.text());
        }
        FrameFields frame = (FrameFields) READER.envelope(utf8(
                        "{\"type\":\"send\", \"body\": {\"type\": \"emit\",\"name\":\"n\",\"data\": [1, 2] },\"x\":1}"))
                .get("body");
        assertEquals("{\"type\": \"emit\",\"name\":\"n\",\"data\": [1, 2] }", frame.json());
        assertEquals(
                new ClientFrame.Emit("n", "[1,2]"), READER.read(frame, "lobby").body());
        assertEquals(12, RoomActionReader.target("12"));
        for (String wrong : List.of("", "0", "-1", "01", "1.0", "m1", "9".repeat(19))) {
            assertThrows(Refusal.class, () -> RoomActionReader.target(wrong), wrong);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
