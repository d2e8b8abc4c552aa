package dev.parley.gateway.http.route;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The OpenAPI and AsyncAPI documents of this node, encoded once: the core in {@code src/main/resources/api}, and what
 * the parts of the server add. Immutable.
 */
public final class ApiDocuments {
    private static final ApiFragment SHARED_SCHEMAS = ApiFragment.ofResource("api/schemas.json");

    private final Asset openApi;
    private final Asset asyncApi;

    private ApiDocuments(Asset openApi, Asset asyncApi) {
        this.openApi = openApi;
        this.asyncApi = asyncApi;
    }

    /**
     * Reads the core documents and adds the fragments.
     *
     * @throws IllegalArgumentException if a fragment describes something that is described already
     */
    public static ApiDocuments load(List<ApiFragment> openApi, List<ApiFragment> asyncApi) {
        return new ApiDocuments(document("openapi.json", openApi), document("asyncapi.json", asyncApi));
    }

    private static Asset document(String name, List<ApiFragment> fragments) {
        ApiDescription description = new ApiDescription(core(name));
        description.add(SHARED_SCHEMAS);
        fragments.forEach(description::add);
        return Asset.of(name, description.json().toBuffer().getBytes());
    }

    private static JsonObject core(String name) {
        return ApiFragment.ofResource("api/" + name).json();
    }

    Asset openApi() {
        return openApi;
    }

    Asset asyncApi() {
        return asyncApi;
    }
}
