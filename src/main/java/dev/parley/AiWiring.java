package dev.parley;

import dev.parley.ai.AiVerticle;
import dev.parley.ai.anthropic.Anthropic;
import dev.parley.ai.bedrock.Bedrock;
import dev.parley.ai.builtin.BuiltinProvider;
import dev.parley.ai.gemini.Gemini;
import dev.parley.ai.openai.OpenAi;
import dev.parley.ai.provider.AiProvider;
import dev.parley.ai.provider.HttpProvider;
import dev.parley.ai.responses.Responses;
import dev.parley.ai.summary.Extract;
import dev.parley.ai.tool.NowTool;
import dev.parley.ai.tool.PatchStateTool;
import dev.parley.ai.tool.ReadMessagesTool;
import dev.parley.ai.tool.ReadStateTool;
import dev.parley.ai.tool.RoomMembersTool;
import dev.parley.ai.tool.SearchRoomTool;
import dev.parley.ai.tool.Tool;
import dev.parley.ai.tool.Toolbox;
import dev.parley.ai.tool.Toolset;
import dev.parley.ai.tool.mcp.McpServers;
import dev.parley.ai.tool.page.ReadPageTool;
import dev.parley.ai.turn.Engine;
import dev.parley.bus.Bus;
import dev.parley.config.Config;
import dev.parley.config.Preset;
import dev.parley.config.ToolsConfig;
import dev.parley.messages.Addresses;
import dev.parley.messages.AiCommand;
import dev.parley.store.History;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a {@link Node} that answers: which provider speaks for which preset, and what assistants may use. Started
 * and stopped once, from any thread.
 */
final class AiWiring {
    private static final Duration FORGET_PATIENCE = Duration.ofSeconds(10);

    private final Foundation base;
    private final Vertx vertx;
    private final Config config;
    private final Bus bus;
    private final History history;
    private final Clock clock;
    private final McpServers toolServers;
    /** Fails until it was deployed: then there is nothing to stop. */
    private volatile Future<String> deployed = Future.failedFuture("not deployed");

    AiWiring(Foundation base, History history) {
        this.base = base;
        this.vertx = base.vertx();
        this.config = base.config();
        this.bus = base.bus();
        this.history = history;
        this.clock = base.clock();
        this.toolServers = new McpServers(vertx, config.ai().tools());
    }

    /**
     * Serves turns from now on. Nobody waits for the servers of tools: one that is away offers its tools once it is
     * there.
     */
    Future<Void> start() {
        toolServers.start().onFailure(e -> {}); // it never fails
        Engine engine = new Engine(config.ai(), config.assistants(), providers(), tools());
        deployed = vertx.deployVerticle(new AiVerticle(
                bus, base.node(), history, engine, new Extract(), base.meters().ai()));
        return deployed.mapEmpty();
    }

    /** Drops what is cached for a room and its assistants. */
    Future<Void> forget(String room) {
        return bus.request(Addresses.ai(base.node()), new AiCommand.Forget(room), FORGET_PATIENCE)
                .mapEmpty();
    }

    /** Ends the turns under way, then the sessions at servers of tools. */
    Future<Void> stop() {
        return deployed.compose(vertx::undeploy).eventually(toolServers::close);
    }

    private Map<String, AiProvider> providers() {
        Map<Preset.Api, AiProvider> speakers = Map.of(
                Preset.Api.BUILTIN, new BuiltinProvider(vertx),
                Preset.Api.OPENAI, new HttpProvider(vertx, config.ai(), new OpenAi()),
                Preset.Api.RESPONSES, new HttpProvider(vertx, config.ai(), new Responses()),
                Preset.Api.ANTHROPIC, new HttpProvider(vertx, config.ai(), new Anthropic()),
                Preset.Api.GEMINI, new HttpProvider(vertx, config.ai(), new Gemini()),
                Preset.Api.BEDROCK, new HttpProvider(vertx, config.ai(), new Bedrock(clock)));
        Map<String, AiProvider> providers = new HashMap<>();
        for (Preset preset : Preset.values()) {
            providers.put(preset.text(), base.meters().ai().metered(preset.text(), speakers.get(preset.api())));
        }
        return providers;
    }

    /** The room's own tools, web pages, and what other servers offer. */
    private Toolbox tools() {
        ToolsConfig tools = config.ai().tools();
        List<Tool> own = new ArrayList<>(List.of(
                new NowTool(clock),
                new SearchRoomTool(vertx, history, tools.resultBytes()),
                new ReadMessagesTool(history, tools.resultBytes()),
                new RoomMembersTool(bus, tools.resultBytes()),
                new ReadStateTool(bus),
                new PatchStateTool(bus)));
        if (tools.page().enabled()) {
            own.add(ReadPageTool.create(vertx, tools.page(), tools.resultBytes()));
        }
        return new Toolset(own, List.of(toolServers));
    }
}
