package dev.parley.ai.provider;

/** What people are told about an HTTP status without a stream; never what the provider wrote, which may hold a key or an account. */
final class StatusText {
    private StatusText() {}

    static String of(int status) {
        return switch (status) {
            case 200 -> "the provider did not stream its answer";
            case 400, 413, 422 -> "the provider did not accept the request (" + status + ")";
            case 401, 403 -> "the provider refused the key (" + status + ")";
            case 402 -> "the provider wants to be paid first (402)";
            case 404 -> "the provider knows no such model or address (404)";
            case 408, 504 -> "the provider took too long (" + status + ")";
            case 429 -> "the provider is rate limited, try again later (429)";
            case 503, 529 -> "the provider is overloaded (" + status + ")";
            default ->
                status >= 500
                        ? "the provider failed (" + status + ")"
                        : "the provider gave an unexpected answer (" + status + ")";
        };
    }
}
