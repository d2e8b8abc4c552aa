package dev.parley.ai.schema;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a tool's arguments against its JSON Schema (draft 2020-12, as the Model Context Protocol has it).
 *
 * <p>A stranger may have written the schema, for another language. What cannot be checked here is left to the tool;
 * nothing throws, no reference is fetched, and a check looks at no more than {@link #STEPS_MAX} values. The schema is
 * read when it is first needed. Used on one context.
 */
public final class ArgumentSchema {
    /** Most values that one check looks at. */
    static final int STEPS_MAX = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(ArgumentSchema.class);
    private static final int FAULTS_MAX = 5;
    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("urn:tool")
            .setOutputFormat(OutputFormat.Basic);

    private final JsonObject schema;
    private Validator validator; // null before it is needed, and when there is nothing to check with
    private boolean isRead;
    private Map<String, ExtraCheck> extras = Map.of();
    private int steps;

    /** Reads nothing yet. */
    public ArgumentSchema(JsonObject schema) {
        this.schema = schema;
    }

    /** Whether a schema is shallow enough for the dialects of models and for this check. */
    public static boolean isUsable(JsonObject schema) {
        return isShallow(schema, CheckableSchema.DEPTH_MAX);
    }

    /** Whether a value has at most so many levels. The reader of JSON allows 1,000, so this recursion is bounded. */
    public static boolean isShallow(Object value, int levels) {
        if (value instanceof JsonObject object) {
            return levels > 0
                    && object.fieldNames().stream().allMatch(name -> isShallow(object.getValue(name), levels - 1));
        }
        return !(value instanceof JsonArray array)
                || (levels > 0 && array.stream().allMatch(each -> isShallow(each, levels - 1)));
    }

    /** What does not fit, each with its place; at most a few, for a model to read. */
    public List<String> faults(JsonObject arguments) {
        try {
            read();
            return validator == null ? List.of() : faults(check(arguments));
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            LOG.debug("Arguments cannot be checked against {}", schema, e);
            return List.of();
        }
    }

    private void read() {
        if (isRead) {
            return;
        }
        isRead = true;
        CheckableSchema checkable = new CheckableSchema(schema);
        extras = checkable.extras();
        validator = Validator.create(JsonSchema.of(checkable.schema()), OPTIONS, this::step);
    }

    private OutputUnit check(JsonObject arguments) {
        steps = 0;
        return validator.validate(arguments);
    }

    /** Called for every part of the schema that a value is checked against. */
    private String step(String type, String format, Object value) {
        if (++steps > STEPS_MAX) {
            throw new IllegalStateException("too many steps");
        }
        ExtraCheck extra = format == null ? null : extras.get(format);
        return extra == null ? null : extra.fault(value);
    }

    private static List<String> faults(OutputUnit result) {
        if (Boolean.TRUE.equals(result.getValid())) {
            return List.of();
        }
        Set<String> faults = new LinkedHashSet<>();
        List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
        for (OutputUnit error : errors) {
            if (error.getError() != null && faults.size() < FAULTS_MAX) {
                faults.add(place(error.getInstanceLocation()) + error.getError());
            }
        }
        return faults.isEmpty() ? List.of("they are not allowed") : new ArrayList<>(faults);
    }

    private static String place(String location) {
        String path = location == null ? "" : location.replaceFirst("^[^#]*#?/?", "");
        return path.isEmpty() ? "" : "at " + path + ": ";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArgumentSchema same && same.schema.equals(schema);
    }

    @Override
    public int hashCode() {
        return schema.hashCode();
    }

    @Override
    public String toString() {
        return ""; // the schema stands beside it wherever this is shown
    }
}
