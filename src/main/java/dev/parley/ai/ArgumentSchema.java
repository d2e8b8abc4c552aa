package dev.parley.ai;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.List;

/** The JSON schema of a tool's arguments (draft 2020-12, as the Model Context Protocol has it). Pure; asks nobody for references. */
public final class ArgumentSchema {
    private static final int FAULTS_MAX = 5;
    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("urn:tool")
            .setOutputFormat(OutputFormat.Basic);

    private final Validator validator;

    /** @throws RuntimeException for what is no usable schema */
    public ArgumentSchema(JsonObject schema) {
        JsonObject own = schema.copy();
        own.remove("$schema"); // one draft for all: an unknown one would be a fault
        validator = Validator.create(JsonSchema.of(own), OPTIONS);
    }

    /** Whether arguments can be checked against this. */
    public static boolean isUsable(JsonObject schema) {
        try {
            var unused =
                    new ArgumentSchema(schema).faults(new JsonObject()); // what is missing is no fault of the schema
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** What does not fit, each with its place; at most a few, as they are for a model to read. */
    public List<String> faults(JsonObject arguments) {
        OutputUnit result = validator.validate(arguments);
        if (Boolean.TRUE.equals(result.getValid())) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
        for (OutputUnit error : errors) {
            if (error.getError() != null && faults.size() < FAULTS_MAX) {
                faults.add(place(error.getInstanceLocation()) + error.getError());
            }
        }
        return faults.isEmpty() ? List.of("they are not allowed") : faults;
    }

    private static String place(String location) {
        String path = location == null ? "" : location.replaceFirst("^[^#]*#?/?", "");
        return path.isEmpty() ? "" : "at " + path + ": ";
    }
}
