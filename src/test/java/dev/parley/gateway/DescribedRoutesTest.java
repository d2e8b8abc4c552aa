package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ApiSchema;
import dev.parley.testing.TestNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code /api/openapi.json} describes the paths and methods that the router has, and no others. */
class DescribedRoutesTest {
    /** What the SockJS library calls the place of its server's and its session's names. */
    private static final String LIBRARY_SESSION = "\\/[^\\/\\.]+\\/([^\\/\\.]+)\\/";

    /** Pages of the library that this node does not serve: {@code UnknownRequestsTest}. */
    private static final Pattern NOT_SERVED = Pattern.compile("/eventbus.*iframe.*");

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    @AutoClose
    private static final TestNode node = TestNode.start();

    private static final JsonObject paths =
            node.http(null).getJson("/api/openapi.json").getJsonObject("paths");

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        Map<String, Set<String>> described = new TreeMap<>();
        for (String path : paths.fieldNames()) {
            described.put(path, new TreeSet<>(paths.getJsonObject(path).fieldNames()));
            described.get(path).retainAll(METHODS);
        }
        assertEquals(lines(routes()), lines(described));
    }

    private static String lines(Map<String, Set<String>> methodsByPath) {
        return methodsByPath.entrySet().stream().map(String::valueOf).collect(Collectors.joining("\n"));
    }

    private static Map<String, Set<String>> routes() {
        Map<String, Set<String>> found = new TreeMap<>();
        Set<String> prefixes = new TreeSet<>();
        for (Route route : router().getRoutes()) {
            if (route.getSubRouter() != null) {
                assertEquals("/eventbus/", route.getPath());
                route.getSubRouter().getRoutes().forEach(below -> add(found, bridgePath(below), below));
            } else if (route.isExactPath()) {
                add(found, route.getPath(), route);
            } else {
                prefixes.add(route.getPath());
            }
        }
        assertEquals(
                Set.of("/api/", "/eventbus/", "/api/rooms/:room/", "/internal/rooms/:room/"),
                prefixes,
                "what runs before endpoints; an endpoint has a path");
        found.put("/", Set.of("get")); // the web client serves whatever is left
        found.put("/eventbus/", Set.of("get")); // the library greets whatever the method
        return found;
    }

    private static String bridgePath(Route route) {
        String path = route.getPath() == null ? route.getName() : route.getPath();
        return path == null ? null : "/eventbus" + path.replace(LIBRARY_SESSION, "/{server}/{session}/");
    }

    /** Routes without a method refuse all others; OPTIONS is CORS. */
    private static void add(Map<String, Set<String>> found, String path, Route route) {
        if (path == null || route.methods() == null || NOT_SERVED.matcher(path).matches()) {
            return;
        }
        for (HttpMethod method : route.methods()) {
            if (!method.equals(HttpMethod.HEAD) && !method.equals(HttpMethod.OPTIONS)) {
                found.computeIfAbsent(path.replaceAll(":(\\w+)", "{$1}"), first -> new TreeSet<>())
                        .add(method.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    private static Router router() {
        return ((VertxInternal) node.node().vertx())
                .deploymentManager().deployments().stream()
                        .flatMap(deployed -> deployed.deployment().instances().stream())
                        .filter(Gateway.class::isInstance)
                        .map(gateway -> ((Gateway) gateway).router())
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void theDescribedMethodsAreThoseThatAreAllowed() {
        for (String path : paths.fieldNames()) {
            if (!path.startsWith("/eventbus/")) {
                HttpResponse<String> refused =
                        node.http(node.token("ada")).send("PROPFIND", path.replaceAll("\\{\\w+}", "main"), null);
                assertEquals(405, refused.statusCode(), path);
                String allow = refused.headers().firstValue("allow").orElseThrow();
                Set<String> described = new TreeSet<>(paths.getJsonObject(path).fieldNames());
                described.retainAll(METHODS);
                if (described.contains("get")) {
                    described.add("head");
                }
                Set<String> allowed = new TreeSet<>(
                        Arrays.asList(allow.toLowerCase(Locale.ROOT).split(", ")));
                assertEquals(allowed, described, path);
            }
        }
    }

    @Test
    void everyNameInAPathIsAParameter() {
        JsonObject document = node.http(null).getJson("/api/openapi.json");
        ApiSchema schema = new ApiSchema(document);
        for (String path : paths.fieldNames()) {
            Set<String> named = new TreeSet<>();
            for (Matcher name = Pattern.compile("\\{(\\w+)}").matcher(path); name.find(); ) {
                named.add(name.group(1));
            }
            Set<String> described = new TreeSet<>();
            for (Object each : paths.getJsonObject(path).getJsonArray("parameters", new JsonArray())) {
                JsonObject parameter = schema.resolve((JsonObject) each);
                if (parameter.getString("in").equals("path")) {
                    described.add(parameter.getString("name"));
                    assertTrue(parameter.getBoolean("required"), path);
                }
            }
            assertEquals(named, described, path);
        }
    }
}
