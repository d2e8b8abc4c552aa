package dev.parley.ai.tool.mcp;

import dev.parley.ai.tool.Tool;
import dev.parley.ai.tool.Toolbox;
import dev.parley.config.ToolsConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.List;

/** Provides the tools of all servers of {@code ai.tools.mcp} that can be reached. May be used from any thread. */
public final class McpServers implements Toolbox {
    private static final int CONNECT_MS = 5000;

    private final List<McpServer> servers;

    public McpServers(Vertx vertx, ToolsConfig config) {
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout(CONNECT_MS);
        PoolOptions pool =
                new PoolOptions().setHttp1MaxSize(McpServer.CALLS_MAX).setMaxWaitQueueSize(McpServer.CALLS_MAX);
        HttpClient client = vertx.createHttpClient(options, pool);
        servers = config.mcp().stream()
                .map(server -> new McpServer(vertx, client, server, config))
                .toList();
    }

    /** Connects to every server; completes, and never fails, once each was tried. Nobody needs to wait for it. */
    public Future<Void> start() {
        return Future.all(servers.stream().map(McpServer::start).toList()).mapEmpty();
    }

    @Override
    public Future<Void> refresh() {
        return start();
    }

    @Override
    public List<Tool> tools() {
        return servers.stream().flatMap(server -> server.tools().stream()).toList();
    }

    /** Ends all sessions; never fails. */
    public Future<Void> close() {
        return Future.all(servers.stream().map(McpServer::close).toList()).mapEmpty();
    }
}
