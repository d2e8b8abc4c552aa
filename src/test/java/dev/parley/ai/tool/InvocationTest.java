package dev.parley.ai.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.schema.ArgumentSchema;
import dev.parley.ai.schema.CheckableSchema;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.Turn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvocationTest {
    private static final Tool TOOL = tool(
            "find",
            ArgumentSchemaWriter.object()
                    .text("query", 10, "what")
                    .optionalNumber("limit", 1, 5, "how many")
                    .toJson());

    @Test
    void whatFitsIsParsed() {
        JsonObject arguments = new JsonObject().put("query", "a").put("limit", 5);
        assertEquals(arguments, Invocation.check(TOOL, arguments.encode()));
        assertEquals(
                new JsonObject(),
                Invocation.check(tool("now", ArgumentSchemaWriter.object().toJson()), " "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"query\": 3}                 | at query",
                "{\"query\": \"a\", \"limit\": 6} | at limit",
                "{\"query\": \"a\", \"more\": 1}  | more",
                "{}                             | query",
                "''                             | query",
                "[]                             | must be a JSON object",
                "null                           | must be a JSON object",
                "{\"query\": \"a\"                | are not JSON",
                "{\"query\": \"12345678901\"}     | at query",
            })
    void theModelIsToldWhatIsWrong(String arguments, String told) {
        Refusal refusal = assertThrows(Refusal.class, () -> Invocation.check(TOOL, arguments));
        assertEquals(Code.BAD_FRAME, refusal.code());
        assertTrue(refusal.text().startsWith("the arguments of find "), refusal.text());
        assertTrue(refusal.text().contains(told), refusal.text());
    }

    @Test
    void argumentsAreBounded() {
        String long_ = "{\"query\": \"" + "x".repeat(Invocation.ARGUMENTS_MAX) + "\"}";
        assertTrue(assertThrows(Refusal.class, () -> Invocation.check(TOOL, long_))
                .text()
                .contains("longer than"));
        String deep = "{\"query\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
        assertThrows(Refusal.class, () -> Invocation.check(TOOL, deep));
    }

    @Test
    void argumentsThatAreNestedTooDeepAreRefused() {
        Tool any = tool("find", new JsonObject().put("type", "object"));
        for (int levels : new int[] {Invocation.DEPTH_MAX, 999}) {
            String objects = "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
            String arrays = "{\"a\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
            if (levels == Invocation.DEPTH_MAX) {
                assertEquals(objects, Invocation.check(any, objects).encode());
            } else {
                assertEquals(
                        "the arguments of find are nested more than 64 levels deep",
                        assertThrows(Refusal.class, () -> Invocation.check(any, objects))
                                .text());
            }
            assertThrows(Refusal.class, () -> Invocation.check(any, arrays));
        }
    }

    @Test
    void aSchemaIsUsableUnlessItIsTooDeepForModels() {
        assertTrue(ArgumentSchema.isUsable(new JsonObject().put("type", "object")));
        assertTrue(ArgumentSchema.isUsable(new JsonObject().put("$ref", "https://example.org/other.json")));
        JsonObject deep = new JsonObject().put("type", "object");
        for (int level = 0; level < CheckableSchema.DEPTH_MAX; level++) {
            deep = new JsonObject().put("not", deep);
        }
        assertFalse(ArgumentSchema.isUsable(deep));
    }

    @Test
    void patternsAreExactOrABeginning() {
        assertTrue(ToolNames.allows(List.of("now", "files__*"), "now"));
        assertTrue(ToolNames.allows(List.of("now", "files__*"), "files__read"));
        assertTrue(ToolNames.allows(List.of("*"), "anything"));
        assertFalse(ToolNames.allows(List.of("now", "files__*"), "nowadays"));
        assertFalse(ToolNames.allows(List.of("now", "files__*"), "files_"));
        assertFalse(ToolNames.allows(List.of(), "now"));
    }

    @Test
    void namesOfServersToolsAreWhatModelsTake() {
        assertEquals("files__read_file", ToolNames.of("files", "read.file"));
        assertEquals(64, ToolNames.of("files", "x".repeat(100)).length());
    }

    @Test
    void ofTwoToolsWithOneNameTheFirstCounts() {
        Tool first = tool("a", new JsonObject());
        Toolset set = new Toolset(
                List.of(first), List.of(() -> List.of(tool("a", new JsonObject()), tool("b", new JsonObject()))));
        assertEquals(
                List.of("a", "b"),
                set.tools().stream().map(t -> t.spec().name()).toList());
        assertEquals(first, set.tools().get(0));
    }

    private static Tool tool(String name, JsonObject schema) {
        return new Tool() {
            @Override
            public Spec spec() {
                return new Spec(name, "", schema);
            }

            @Override
            public Future<String> run(Turn turn, JsonObject arguments) {
                return Future.succeededFuture("");
            }
        };
    }
}
