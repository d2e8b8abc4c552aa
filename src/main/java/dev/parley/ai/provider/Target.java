package dev.parley.ai.provider;

import java.util.Map;

/**
 * Where a request goes.
 *
 * @param url absolute, its path and query already encoded
 * @param headers hold keys, so neither they nor this are ever logged
 */
public record Target(String url, Map<String, String> headers) {
    public Target {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "Target[" + url + "]";
    }
}
