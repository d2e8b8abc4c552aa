package dev.parley.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.DatabindCodec;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from outside is JSON as RFC 8259 has it, in bounds. */
class JsonInputTest {
    private static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject read(String json) {
        return JsonInput.object(utf8(json), "the body", 100);
    }

    @CanIgnoreReturnValue
    private static Refusal refused(Code code, byte[] json) {
        Refusal refusal = assertThrows(Refusal.class, () -> JsonInput.object(json, "the body", 100));
        assertEquals(code, refusal.code(), refusal.text());
        return refusal;
    }

    @Test
    void anObjectIsReadAsTheLibraryReadsIt() {
        String json =
                """
                {"a": 1, "b": -2.5e3, "c": [true, false, null, {}], "d": {"e": "\\u00e9\\n"}, "f": 12345678901234567890}
                """;
        assertEquals(new JsonObject(json), read(json));
        assertEquals(2, read("{\"a\": 1, \"a\": 2}").getInteger("a"), "the last counts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "null",
                "{}{}",
                "{} x",
                "{/**/}",
                "{}//",
                "#\n{}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":1,}",
                "{\"a\":[1,]}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "\uFEFF{}"
            })
    void whatIsNoJsonIsRefused(String json) {
        refused(Code.BAD_FRAME, utf8(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "ISO-8859-1"})
    void onlyUtf8IsRead(String charset) {
        refused(Code.BAD_FRAME, "{\"a\":\"é\"}".getBytes(Charset.forName(charset)));
    }

    @Test
    void namesAndValuesAreCounted() {
        String fifty = "{" + "\"n\":1,".repeat(49) + "\"n\":1}";
        assertEquals(1, read(fifty).size());
        Refusal refusal = refused(Code.TOO_LARGE, utf8("{\"m\":1," + fifty.substring(1)));
        assertTrue(refusal.text().contains("limits.jsonFields"), refusal.text());
        refused(Code.TOO_LARGE, utf8("{\"a\":[" + "[],".repeat(100) + "1]}"));
        refused(Code.TOO_LARGE, utf8("{\"a\":[" + "{},".repeat(100) + "1]}"));
    }

    @Test
    void depthAndNumbersAreBounded() {
        int most = JsonInput.DEPTH_MAX;
        byte[] deepest = utf8("{\"a\":" + "[".repeat(most - 1) + "]".repeat(most - 1) + "}");
        assertEquals(1, JsonInput.object(deepest, "the body", 10 * most).size());
        byte[] deeper = utf8("{\"a\":" + "[".repeat(most) + "]".repeat(most) + "}");
        Refusal refusal = assertThrows(Refusal.class, () -> JsonInput.object(deeper, "the body", 10 * most));
        assertEquals(Code.BAD_FRAME, refusal.code());
        refused(Code.BAD_FRAME, utf8("{\"a\":" + "9".repeat(2000) + "}"));
    }

    /** Interned and remembered names slow every parser of the process: 7,000 new ones in a frame cost 20 ms and more. */
    @Test
    void noNameIsRemembered() {
        String name = "a name that nobody else uses " + System.nanoTime();
        String read = read("{\"" + name + "\": 1}").fieldNames().iterator().next();
        assertNotSame(name.intern(), read, "an interned name would be this very one");
        JsonInput.configureLibrary();
        assertEquals(0, DatabindCodec.mapper().getFactory().getFactoryFeatures() & 3, "neither feature is on");
    }
}
