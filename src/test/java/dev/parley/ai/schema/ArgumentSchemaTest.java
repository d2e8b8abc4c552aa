package dev.parley.ai.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas as strangers write them: valid for JSON Schema, not always for Java, and some written to do harm. */
@Timeout(20)
class ArgumentSchemaTest {
    private static List<String> faults(String property, Object value) {
        JsonObject schema = new JsonObject("{\"type\":\"object\",\"properties\":{\"a\":" + property + "}}");
        return new ArgumentSchema(schema).faults(new JsonObject().put("a", value));
    }

    private static List<String> whole(String schema, String arguments) {
        return new ArgumentSchema(new JsonObject(schema)).faults(new JsonObject(arguments));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "^[^[\\]]+$ abc a[c",
                "^{.+}$ {x} x",
                "^[a-z]{2}$ ab abc",
                "^\\p{Letter}+$ Ünï x1",
                "^\\p{Lu}\\p{Ll}$ Ab ab",
                "^\\p{Script=Greek}+$ αβγ abc",
                "^[\\p{L}\\d_]+$ ä1_ -",
                "^\\u{1F600}$ 😀 x",
                "^\\u0041$ A B",
                "^a\\/b$ a/b ab",
                "^[a&&b]+$ & c",
                "^(?!x).*$ abc x1",
                "^(?<first>a)\\k<first>$ aa ab",
                "^[\\w-.]+$ a-b. /",
                "^]}$ ]} }",
            })
    void patternsMeanWhatTheyMeanInEcmaScript(String pattern, String fits, String fitsNot) {
        String schema = new JsonObject().put("pattern", pattern).encode();
        assertEquals(List.of(), faults(schema, fits));
        assertEquals(
                List.of("at a: String does not match pattern " + pattern),
                faults(schema, fitsNot).stream()
                        .filter(told -> told.contains("pattern"))
                        .toList());
    }

    @Test
    void theEndOfAPatternIsTheEndOfTheText() {
        assertFalse(faults("{\"pattern\": \"^a$\"}", "a\n").isEmpty());
        assertFalse(faults("{\"pattern\": \"^.$\"}", "\n").isEmpty());
        assertEquals(List.of(), faults("{\"pattern\": \"^[^]$\"}", "\n"));
    }

    /** What cannot be checked here is the tool's to check. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pattern\": \"(\"}",
                "{\"pattern\": \"\\\\p{Nonsense}\"}",
                "{\"pattern\": 5}",
                "{\"pattern\": \"^(.*a){20}$\"}",
                "{\"$ref\": \"#/$defs/missing\"}",
                "{\"$ref\": \"https://example.org/other.json\"}",
                "{\"$ref\": \"other.json#/a\"}",
                "{\"$ref\": \"#nowhere\"}",
                "{\"$ref\": 7}",
                "{\"allOf\": [{\"$ref\": \"#/properties/a\"}]}",
                "{\"$ref\": \"#/properties/a\"}",
                "{\"$dynamicRef\": \"#node\"}",
                "{\"$id\": \"http://[bad\", \"$anchor\": \"x y\"}",
                "{\"$schema\": \"https://example.org/my-own-draft\"}",
                "{\"type\": \"text\"}",
                "{\"type\": []}",
                "{\"enum\": 1, \"required\": \"a\", \"minLength\": \"3\", \"properties\": [], \"allOf\": {}}",
                "{\"maxLength\": 1e99, \"minLength\": -4, \"multipleOf\": 0}",
                "{\"format\": \"no-such-format\"}",
                "{\"properties\": {\"a\": null}, \"items\": null}",
                "true",
                "{}",
            })
    void whatCannotBeCheckedIsLeftToTheTool(String property) {
        assertEquals(List.of(), faults(property, "a".repeat(40) + "!"));
    }

    /** None of them fits; Java knows some of these tricks, and others end at the bound. The time-out is what fails. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "^(a+)+$",
                "^(a|aa)+$",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "(a*)*(a*)*(a*)*b",
                "^(a?){40}a{60}$",
                "(.*)*x(.*)*y"
            })
    void noPatternTakesForever(String pattern) {
        String schema = new JsonObject().put("pattern", pattern).encode();
        List<String> told = faults(schema, "a".repeat(5000) + "!");
        assertTrue(told.isEmpty() || told.toString().contains(pattern), told.toString());
    }

    @Test
    void theRestOfSuchASchemaIsStillChecked() {
        String schema =
                """
                {"type":"object","required":["b"],"properties":{
                  "a":{"$ref":"https://example.org/x","type":"integer"},
                  "b":{"type":"string","pattern":"("}}}""";
        assertEquals(List.of("Instance does not have required property \"b\""), whole(schema, "{}"));
        assertTrue(whole(schema, "{\"a\":\"x\",\"b\":\"y\"}").toString().contains("Expected integer"));
        assertTrue(whole(schema, "{\"a\":1,\"b\":2}").toString().contains("Expected string"));
        assertEquals(List.of(), whole(schema, "{\"a\":1,\"b\":\"y\"}"));
    }

    @Test
    void falseFitsNothingAndReferencesWithinAreFollowed() {
        assertFalse(faults("false", 1).isEmpty());
        String tree =
                """
                {"type":"object","$defs":{"node":{"type":"object","required":["v"],
                  "properties":{"v":{"type":"integer"},"next":{"$ref":"#/$defs/node"}}}},
                 "properties":{"root":{"$ref":"#/$defs/node"}}}""";
        assertEquals(List.of(), whole(tree, "{\"root\":{\"v\":1,\"next\":{\"v\":2}}}"));
        assertFalse(whole(tree, "{\"root\":{\"v\":1,\"next\":{\"v\":\"2\"}}}").isEmpty());
        assertFalse(whole(
                        "{\"$defs\":{\"n\":{\"$anchor\":\"n\",\"type\":\"null\"}},\"properties\":{\"a\":{\"$ref\":\"#n\"}}}",
                        "{\"a\":1}")
                .isEmpty());
    }

    @Test
    void namesByPatternAreCheckedWhereThatIsSwift() {
        String swift =
                "{\"patternProperties\":{\"^[^[\\\\]]+$\":{\"type\":\"integer\"}},\"additionalProperties\":false}";
        assertEquals(List.of(), whole(swift, "{\"a\":1}"));
        assertFalse(whole(swift, "{\"a\":\"1\"}").isEmpty());
        assertFalse(whole(swift, "{\"a[\":1}").isEmpty());
        for (String pattern : List.of("^(a+)+$", "(", "a+b")) {
            String slow = new JsonObject()
                    .put("patternProperties", new JsonObject().put(pattern, new JsonObject()))
                    .put("additionalProperties", false)
                    .encode();
            assertEquals(
                    List.of(),
                    whole(
                            slow,
                            new JsonObject().put("a".repeat(40_000) + "!", 1).encode()));
        }
    }

    /** Each level doubles the work: 2^40 steps without a bound. */
    @Test
    void workThatDoublesWithEachLevelIsGivenUp() {
        String branch = "{\"properties\":{\"c\":{\"$ref\":\"#/$defs/n\"}},\"required\":[\"x\"]}";
        String schema = "{\"type\":\"object\",\"$defs\":{\"n\":{\"anyOf\":[" + branch + "," + branch
                + "]}},\"$ref\":\"#/$defs/n\"}";
        assertEquals(List.of(), whole(schema, "{\"c\":".repeat(40) + "1" + "}".repeat(40)));
    }

    @Test
    void longArraysAreComparedOnce() {
        JsonArray numbers = new JsonArray();
        for (int i = 0; i < 12_000; i++) {
            numbers.add(i);
        }
        assertEquals(List.of(), faults("{\"uniqueItems\": true}", numbers));
        assertEquals(
                List.of("Property \"a\" does not match schema", "Array has the same item twice"),
                faults("{\"uniqueItems\": true}", numbers.copy().add(7)).stream()
                        .map(told -> told.replace("at a: ", ""))
                        .toList());
    }

    @Test
    void theSchemaItselfStaysAsItWas() {
        JsonObject schema =
                new JsonObject("{\"type\":\"object\",\"$schema\":\"x\",\"properties\":{\"a\":{\"pattern\":\"^{\"}}}");
        JsonObject before = schema.copy();
        assertEquals(List.of(), new ArgumentSchema(schema).faults(new JsonObject()));
        assertEquals(before, schema);
    }
}
