package dev.parley.capability;

import java.util.List;

/**
 * Where the descriptions of a capability's API stand: resources that are added to those of the core. They say what
 * stands in the whole document (OpenAPI: {@code paths}, {@code components}; AsyncAPI: {@code channels}, {@code
 * operations}, {@code components}), and only what is new.
 *
 * @param openApi added to {@code /api/openapi.json}
 * @param asyncApi added to {@code /api/asyncapi.json}
 */
public record ApiResources(List<String> openApi, List<String> asyncApi) {
    /** Nothing is described. */
    public static final ApiResources NONE = new ApiResources(List.of(), List.of());

    public ApiResources {
        openApi = List.copyOf(openApi);
        asyncApi = List.copyOf(asyncApi);
    }
}
