package dev.parley.gateway.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class SharedStateCopyTest {
    private final SharedStateCopy copy =
            new SharedStateCopy(new JsonObject("{\"a\":1,\"list\":[1,2],\"o\":{\"x\":{\"y\":1},\"z\":2}}"));

    private void assertDelta(String delta, String patch, String after) {
        assertEquals(new JsonArray(delta), copy.apply(new JsonObject(patch)));
        assertEquals(new JsonObject(after), copy.json());
    }

    @Test
    void eachFieldIsAddedReplacedOrRemoved() {
        assertDelta(
                """
                [{"op": "replace", "path": "/a", "value": 2},
                 {"op": "add", "path": "/b", "value": true},
                 {"op": "replace", "path": "/o/x/y", "value": [3]},
                 {"op": "remove", "path": "/o/z"},
                 {"op": "replace", "path": "/list", "value": []}]""",
                "{\"a\":2,\"b\":true,\"o\":{\"x\":{\"y\":[3]},\"z\":null},\"list\":[]}",
                "{\"a\":2,\"list\":[],\"o\":{\"x\":{\"y\":[3]}},\"b\":true}");
    }

    /** A client refuses to remove what is not there, and to replace it. */
    @Test
    void whatChangesNothingIsNotSaid() {
        assertDelta(
                "[]",
                "{\"gone\":null,\"o\":{\"gone\":null,\"x\":{}}}",
                copy.json().encode());
    }

    @Test
    void anObjectWhereThereWasNoneComesWithoutItsNulls() {
        assertDelta(
                "[{\"op\":\"replace\",\"path\":\"/a\",\"value\":{\"b\":{\"d\":[null]}}}]",
                "{\"a\":{\"b\":{\"c\":null,\"d\":[null]},\"e\":null}}",
                "{\"a\":{\"b\":{\"d\":[null]}},\"list\":[1,2],\"o\":{\"x\":{\"y\":1},\"z\":2}}");
        assertDelta(
                "[{\"op\":\"add\",\"path\":\"/a/b/e\",\"value\":1}]",
                "{\"a\":{\"b\":{\"e\":1}}}",
                "{\"a\":{\"b\":{\"d\":[null],\"e\":1}},\"list\":[1,2],\"o\":{\"x\":{\"y\":1},\"z\":2}}");
    }

    @Test
    void namesAreEscaped() {
        assertEquals(
                "[{\"op\":\"add\",\"path\":\"/~0a~1b\",\"value\":1},{\"op\":\"add\",\"path\":\"/\",\"value\":2}]",
                copy.apply(new JsonObject("{\"~a/b\":1,\"\":2}")).encode());
    }

    @Test
    void pathsThatClientsRefuseAreKnown() {
        assertFalse(SharedStateCopy.isSafe(copy.apply(new JsonObject("{\"__proto__\":1}"))));
        assertFalse(SharedStateCopy.isSafe(copy.apply(new JsonObject("{\"o\":{\"constructor\":{}}}"))
                .addAll(copy.apply(new JsonObject("{\"o\":{\"constructor\":{\"prototype\":1}}}")))));
        assertTrue(SharedStateCopy.isSafe(copy.apply(new JsonObject("{\"constructor\":1,\"prototype\":2}"))));
    }
}
