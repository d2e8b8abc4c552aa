package dev.parley.gateway.http;

/** Counts HTTP requests that were answered, for metrics. Called on gateways' contexts; must not block. */
public interface HttpObserver {
    /**
     * A request was answered.
     *
     * @param method a standard method, or {@code OTHER}
     * @param route the template of the route that answered it, never the path that was asked for
     * @param nanos from the request to the end of the response
     */
    void answered(String method, String route, int status, long nanos);
}
