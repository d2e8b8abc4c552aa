package dev.parley.ai.tool.mcp;

import dev.parley.ai.schema.ArgumentSchema;
import dev.parley.ai.text.Excerpt;
import dev.parley.ai.tool.Tool;
import dev.parley.ai.tool.ToolNames;
import dev.parley.model.Turn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Offers one tool of a server to models, under the name {@code <server>__<tool>}. Runs on the caller's context.
 */
final class McpTool implements Tool {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final int NAME_MAX = 256;
    private static final int DESCRIPTION_MAX = 4000;
    private static final int SCHEMA_BYTES_MAX = 32_768;

    private final McpServer server;
    private final String name; // as the server has it
    private final Spec spec;

    private McpTool(McpServer server, String name, Spec spec) {
        this.server = server;
        this.name = name;
        this.spec = spec;
    }

    /**
     * The tools of a reply to {@code tools/list} that models can use, at most so many. Of two with the same name the
     * first counts; names that differ only in characters that models do not take are told apart by a number.
     */
    static List<Tool> usable(McpServer server, List<JsonObject> listed, int most) {
        Set<Object> known = new HashSet<>(); // as the server has them
        Set<String> names = new HashSet<>(); // as models see them
        List<Tool> usable = new ArrayList<>();
        for (JsonObject each : listed) {
            if (usable.size() < most && known.add(each.getValue("name"))) {
                of(server, each).map(tool -> tool.namedApart(names)).ifPresent(usable::add);
            }
        }
        return List.copyOf(usable);
    }

    /** The tool of an entry of {@code tools/list}; empty when no model could use it. */
    static Optional<McpTool> of(McpServer server, JsonObject listed) {
        JsonObject schema = schema(listed.getValue("inputSchema"));
        if (!(listed.getValue("name") instanceof String name)
                || name.isEmpty()
                || name.length() > NAME_MAX
                || schema == null
                || schema.encode().getBytes(StandardCharsets.UTF_8).length > SCHEMA_BYTES_MAX
                || !ArgumentSchema.isUsable(schema)) {
            return Optional.empty();
        }
        Object description = listed.getValue("description", listed.getValue("title", ""));
        Spec spec = new Spec(
                ToolNames.of(server.name(), name), Excerpt.of(String.valueOf(description), DESCRIPTION_MAX), schema);
        return Optional.of(new McpTool(server, name, spec));
    }

    /** The same under a name that is not among {@code names} yet, and now is. */
    private McpTool namedApart(Set<String> names) {
        String own = spec.name();
        for (int number = 2; !names.add(own); number++) {
            String end = "_" + number;
            own = spec.name().substring(0, Math.min(spec.name().length(), ToolNames.LENGTH_MAX - end.length())) + end;
        }
        return own.equals(spec.name())
                ? this
                : new McpTool(server, name, new Spec(own, spec.description(), spec.parameters()));
    }

    /**
     * Some servers send no schema for a tool without arguments, or one without a type; null for a schema of no object.
     */
    private static JsonObject schema(Object listed) {
        if (listed == null || Boolean.TRUE.equals(listed)) {
            return new JsonObject().put("type", "object").put("properties", new JsonObject());
        }
        if (!(listed instanceof JsonObject schema)) {
            return null;
        }
        Object type = schema.getValue("type");
        boolean mayBeObject = type == null || (type instanceof JsonArray types && types.contains("object"));
        if (mayBeObject) {
            return schema.copy().put("type", "object");
        }
        return "object".equals(type) ? schema : null;
    }

    @Override
    public Spec spec() {
        return spec;
    }

    @Override
    public Future<String> run(Turn turn, JsonObject arguments) {
        return run(turn, arguments, Future.future(never -> {}));
    }

    @Override
    public Future<String> run(Turn turn, JsonObject arguments, Future<Void> stopped) {
        return server.call(name, arguments, headers(arguments), stopped);
    }

    /** What the schema marks is repeated in headers, as the revision without sessions has it. */
    private Map<String, String> headers(JsonObject arguments) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (spec.parameters().getValue("properties") instanceof JsonObject properties) {
            for (String property : properties.fieldNames()) {
                Object value = arguments.getValue(property);
                if (properties.getValue(property) instanceof JsonObject schema
                        && schema.getValue("x-mcp-header") instanceof String header
                        && HEADER.matcher(header).matches()
                        && (value instanceof String || value instanceof Number || value instanceof Boolean)) {
                    headers.put("Mcp-Param-" + header, String.valueOf(value));
                }
            }
        }
        return headers;
    }
}
