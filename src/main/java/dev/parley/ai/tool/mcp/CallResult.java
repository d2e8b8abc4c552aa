package dev.parley.ai.tool.mcp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

/** What a server answered to {@code tools/call}, as text. Pure. */
final class CallResult {
    private CallResult() {}

    static boolean isError(JsonObject result) {
        return Boolean.TRUE.equals(result.getValue("isError"));
    }

    /** Its texts; what is no text is named. */
    static String text(JsonObject result) {
        String text = result.getValue("content") instanceof JsonArray content
                ? content.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(item -> text(String.valueOf(((JsonObject) item).getValue("type")), (JsonObject) item))
                        .collect(Collectors.joining("\n"))
                : "";
        if (text.isEmpty() && result.getValue("structuredContent") instanceof JsonObject structured) {
            return structured.encode();
        }
        return text;
    }

    private static String text(String type, JsonObject item) {
        return switch (type) {
            case "text" -> String.valueOf(item.getValue("text"));
            case "resource" -> resource(item);
            case "resource_link" -> "[" + item.getValue("name") + " at " + item.getValue("uri") + "]";
            default -> "[" + type + " of type " + item.getValue("mimeType") + ", which cannot be shown]";
        };
    }

    private static String resource(JsonObject item) {
        if (!(item.getValue("resource") instanceof JsonObject resource)) {
            return "";
        }
        return resource.getValue("text") instanceof String text
                ? text
                : "[" + resource.getValue("uri") + " of type " + resource.getValue("mimeType")
                        + ", which cannot be shown]";
    }
}
