package dev.parley.gateway.http.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.config.AssistantConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.RoomOptions;
import dev.parley.testing.TestConfig;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomSettingsReaderTest {
    private static final List<AssistantConfig> ASSISTANTS =
            TestConfig.with(Map.of(), List.of()).assistants();
    private static final String NAME = ASSISTANTS.get(0).name();

    private static JsonObject read(JsonObject body) {
        return new RoomSettingsReader(ASSISTANTS).read(body);
    }

    @Test
    void whatIsReadIsInTheFormOfOptions() {
        JsonObject forAssistant =
                new JsonObject("{\"answers\": \"always\", \"overlap\": \"merge\", \"state\": \"read\"}");
        JsonObject body = new JsonObject()
                .put("title", "T ☕")
                .put("topic", "one\ntwo\tthree")
                .put("access", "private")
                .put("speak", "members")
                .put("writeState", "moderators")
                .put("slowMode", "1m")
                .put("retention", "30d")
                .put("overlap", "reject")
                .put("assistants", new JsonObject().put(NAME, forAssistant));
        JsonObject expected = body.copy().put("slowMode", 60_000L).put("retention", 30 * 86_400_000L);
        assertEquals(expected, RoomOptions.NONE.with(read(body)).toJson());
        JsonObject reset = new JsonObject();
        body.fieldNames().forEach(reset::putNull);
        assertEquals(reset, read(reset));
        RoomOptions set = RoomOptions.NONE.with(read(body));
        assertEquals(RoomOptions.NONE, set.with(read(reset)));
        assertEquals(set, set.with(read(new JsonObject())));
        assertEquals(0, set.with(read(new JsonObject().put("slowMode", "0s"))).slowMode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"colour": 1}                        | unknown field colour
            {"Title": "x"}                       | unknown field Title
            {"title": ""}                        | title must be a text of 1–200 characters
            {"title": "  "}                      | title must be a text of 1–200 characters
            {"title": 1}                         | title must be a text of 1–200 characters
            {"title": "a\\nb"}                   | title must be a text of 1–200 characters
            {"title": "a\\u0000b"}               | title must be a text of 1–200 characters
            {"title": "a\\ud800b"}               | title must be a text of 1–200 characters
            {"topic": "a\\u0007b"}               | topic must be a text of 1–2000 characters
            {"access": "closed"}                 | access must be one of open, private
            {"access": true}                     | access must be one of open, private
            {"speak": "nobody"}                  | speak must be one of everyone, members, moderators
            {"writeState": "Members"}            | writeState must be one of everyone, members, moderators
            {"slowMode": 5}                      | slowMode must be a duration
            {"slowMode": "-5s"}                  | slowMode must be a duration
            {"slowMode": "1440m1s"}              | slowMode must be a duration
            {"slowMode": "86400001ms"}           | slowMode must be a duration
            {"retention": "999ms"}               | retention must be a duration
            {"retention": "0s"}                  | retention must be a duration
            {"retention": "36501d"}              | retention must be a duration
            {"retention": {}}                    | retention must be a duration
            {"overlap": "both"}                  | overlap must be one of queue, latest, merge, reject
            {"behaviour": "com.acme.Game"}       | behaviour cannot be set: room behaviours are not built yet
            {"assistants": []}                   | assistants must be an object
            {"assistants": {"cat": {}}}          | assistants.cat: no assistant has this name
            """)
    void whatIsWrongIsNamed(String body, String text) {
        Refusal refusal = assertThrows(Refusal.class, () -> read(new JsonObject(body)));
        assertEquals(Code.BAD_FRAME, refusal.code());
        assertEquals(
                text,
                refusal.text()
                        .substring(0, Math.min(text.length(), refusal.text().length())));
    }

    @Test
    void lengthsAreOfCharactersAsPeopleCountThem() {
        assertEquals(
                "☕".repeat(200),
                read(new JsonObject().put("title", "☕".repeat(200))).getString("title"));
        assertEquals(
                "🫖".repeat(200),
                read(new JsonObject().put("title", "🫖".repeat(200))).getString("title"));
        for (String field : List.of("title", "topic")) {
            int most = field.equals("title") ? 200 : 2000;
            assertEquals(1, read(new JsonObject().put(field, "x".repeat(most))).size());
            assertThrows(Refusal.class, () -> read(new JsonObject().put(field, "x".repeat(most + 1))));
        }
    }
}
