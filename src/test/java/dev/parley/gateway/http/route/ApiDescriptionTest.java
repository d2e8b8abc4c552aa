package dev.parley.gateway.http.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** Fragments add to a description and never change it. */
class ApiDescriptionTest {
    private final JsonObject core = json(
            """
            {"openapi": "3.1.0", "tags": [{"name": "rooms"}],
             "paths": {"/a": {"get": {"summary": "a"}}},
             "components": {"schemas": {"A": {"type": "string"}, "ClientFrame": {"anyOf": [{"const": 1}]}}},
             "channels": {"frames": {"address": null, "messages": {"m": {}}}}, "operations": {"o": {}}}""");

    private final ApiDescription description = new ApiDescription(core);

    @Test
    void whatIsNewIsAdded() {
        add(
                """
                {"tags": [{"name": "guests"}],
                 "paths": {"/a": {"put": {"summary": "b"}}, "/b": {"get": {}}},
                 "components": {"schemas": {"B": {}, "ClientFrame": {"anyOf": [{"const": 2}]}}, "messages": {"n": {}}},
                 "channels": {"frames": {"messages": {"n": {}}}, "other": {}}, "operations": {"p": {}}}""");
        assertEquals(
                json(
                        """
                        {"openapi": "3.1.0", "tags": [{"name": "rooms"}, {"name": "guests"}],
                         "paths": {"/a": {"get": {"summary": "a"}, "put": {"summary": "b"}}, "/b": {"get": {}}},
                         "components": {"schemas": {"A": {"type": "string"}, "B": {},
                                                    "ClientFrame": {"anyOf": [{"const": 1}, {"const": 2}]}},
                                        "messages": {"n": {}}},
                         "channels": {"frames": {"address": null, "messages": {"m": {}, "n": {}}}, "other": {}},
                         "operations": {"o": {}, "p": {}}}"""),
                description.json());
    }

    @Test
    void whatIsDescribedAlreadyIsRefused() {
        refused("/paths//a/get", "{\"paths\": {\"/a\": {\"get\": {\"deprecated\": true}}}}");
        refused("/components/schemas/A", "{\"components\": {\"schemas\": {\"A\": {\"type\": \"string\"}}}}");
        refused(
                "/components/schemas/ClientFrame/anyOf",
                "{\"components\": {\"schemas\": {\"ClientFrame\": {\"anyOf\": {}}}}}");
        refused("/channels/frames/messages/m", "{\"channels\": {\"frames\": {\"messages\": {\"m\": {}}}}}");
        refused("/operations/o", "{\"operations\": {\"o\": {}}}");
        refused("/openapi", "{\"openapi\": \"3.1.0\"}");
        assertEquals(core, description.json());
    }

    @Test
    void twoFragmentsDoNotDescribeTheSame() {
        String path = "{\"paths\": {\"/b\": {\"get\": {}}}}";
        add(path);
        refused("/paths//b/get", path);
    }

    private void refused(String place, String fragment) {
        assertEquals(
                "guests: " + place + " is described already; a fragment can only add to the description",
                assertThrows(IllegalArgumentException.class, () -> add(fragment))
                        .getMessage());
    }

    @Test
    void whatHasNoPlaceIsRefused() {
        assertEquals(
                "guests: the API's description has no /path",
                assertThrows(IllegalArgumentException.class, () -> add("{\"path\": {\"/b\": {}}}"))
                        .getMessage());
    }

    @Test
    void theDescriptionSharesNothingWithItsParts() {
        JsonObject fragment = json("{\"paths\": {\"/b\": {\"get\": {}}}}");
        description.add(new ApiFragment("guests", fragment));
        JsonObject before = description.json();
        fragment.getJsonObject("paths").getJsonObject("/b").put("get", 1);
        core.put("openapi", "4");
        description.json().put("openapi", "5");
        assertEquals(before, description.json());
    }

    @Test
    void aFragmentThatIsNotThereIsNamed() {
        Exception missing = assertThrows(UncheckedIOException.class, () -> ApiFragment.ofResource("api/nothing.json"));
        assertEquals(
                "api/nothing.json is not on the class path", missing.getCause().getMessage());
    }

    private void add(String fragment) {
        description.add(new ApiFragment("guests", json(fragment)));
    }

    private static JsonObject json(String text) {
        return new JsonObject(text);
    }
}
