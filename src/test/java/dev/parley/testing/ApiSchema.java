package dev.parley.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks values against the schemas in a description of the API, more strictly than its readers: no field is new. */
public final class ApiSchema {
    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("urn:api")
            .setOutputFormat(OutputFormat.Basic);

    private final JsonObject document;

    public ApiSchema(JsonObject document) {
        this.document = document;
    }

    /** The object that a reference of this document names; one that is no reference is itself. */
    public JsonObject resolve(JsonObject of) {
        String reference = of.getString("$ref");
        if (reference == null) {
            return of;
        }
        JsonObject found = document;
        for (String name : reference.substring("#/".length()).split("/", -1)) {
            found = found.getJsonObject(name.replace("~1", "/").replace("~0", "~"));
            if (found == null) {
                throw new AssertionError(reference + " names nothing");
            }
        }
        return resolve(found);
    }

    /** The names of the fields that a schema describes. */
    public Set<String> fields(JsonObject of) {
        Set<String> names = new TreeSet<>();
        for (JsonObject part : parts(of)) {
            names.addAll(part.getJsonObject("properties", new JsonObject()).fieldNames());
        }
        return names;
    }

    /** What is wrong with a value. */
    public List<String> faults(JsonObject schema, Object value) {
        JsonObject whole = schema.copy().put("components", document.getJsonObject("components"));
        OutputUnit checked = Validator.create(JsonSchema.of(whole), OPTIONS).validate(value);
        List<String> faults = new ArrayList<>();
        if (!Boolean.TRUE.equals(checked.getValid())) {
            faults.add(String.valueOf(checked.toJson()));
        }
        addUndescribed("", schema, value, faults);
        return faults;
    }

    private void addUndescribed(String place, JsonObject schema, Object value, List<String> faults) {
        if (value instanceof JsonArray list) {
            for (JsonObject part : parts(schema)) {
                if (part.getValue("items") instanceof JsonObject items) {
                    list.forEach(each -> addUndescribed(place + "[]", items, each, faults));
                }
            }
        }
        if (value instanceof JsonObject object) {
            TreeMap<String, JsonObject> described = new TreeMap<>();
            boolean open = true;
            JsonObject others = null;
            for (JsonObject part : parts(schema)) {
                if (part.getValue("additionalProperties") instanceof JsonObject any) {
                    others = any;
                }
                JsonObject properties = part.getJsonObject("properties");
                if (properties != null) {
                    open = Boolean.TRUE.equals(part.getValue("additionalProperties"));
                    properties.forEach(each -> described.put(each.getKey(), (JsonObject) each.getValue()));
                }
            }
            for (String name : object.fieldNames()) {
                JsonObject of = described.getOrDefault(name, others);
                if (of != null) {
                    addUndescribed(place + "/" + name, of, object.getValue(name), faults);
                } else if (!open) {
                    faults.add(place + "/" + name + " is not described");
                }
            }
        }
    }

    /** The schema and all that it is made of. */
    private List<JsonObject> parts(JsonObject schema) {
        JsonObject resolved = resolve(schema);
        List<JsonObject> parts = new ArrayList<>(List.of(resolved));
        for (String combination : List.of("allOf", "anyOf")) {
            resolved.getJsonArray(combination, new JsonArray()).forEach(each -> parts.addAll(parts((JsonObject) each)));
        }
        return parts;
    }
}
