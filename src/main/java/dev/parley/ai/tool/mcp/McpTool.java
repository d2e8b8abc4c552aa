package dev.parley.ai.tool.mcp;

import dev.parley.ai.ArgumentSchema;
import dev.parley.ai.Tool;
import dev.parley.ai.ToolNames;
import dev.parley.ai.tool.Passage;
import dev.parley.protocol.Turn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One tool of a server. */
final class McpTool implements Tool {
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

    /** The tool that an entry of {@code tools/list} tells of; empty when no model could use it. */
    static Optional<Tool> of(McpServer server, JsonObject told) {
        if (!(told.getValue("name") instanceof String name)
                || name.isEmpty()
                || name.length() > NAME_MAX
                || !(told.getValue("inputSchema") instanceof JsonObject schema)
                || !"object".equals(schema.getValue("type"))
                || schema.encode().getBytes(StandardCharsets.UTF_8).length > SCHEMA_BYTES_MAX
                || !ArgumentSchema.isUsable(schema)) {
            return Optional.empty();
        }
        Object description = told.getValue("description", told.getValue("title", ""));
        Spec spec = new Spec(
                ToolNames.of(server.name(), name), Passage.of(String.valueOf(description), DESCRIPTION_MAX), schema);
        return Optional.of(new McpTool(server, name, spec));
    }

    @Override
    public Spec spec() {
        return spec;
    }

    @Override
    public Future<String> run(Turn turn, JsonObject arguments) {
        return server.call(name, arguments);
    }
}
