package dev.parley.config;

/**
 * The region and the keys with which Amazon Bedrock is called. Immutable.
 *
 * @param region as in {@code us-east-1}
 * @param accessKeyId with {@code secretAccessKey} it signs each request; both empty where an API key is sent instead
 * @param sessionToken of temporary keys; empty for lasting ones
 */
public record AwsConfig(
        String region, @Secret String accessKeyId, @Secret String secretAccessKey, @Secret String sessionToken) {
    /** For assistants elsewhere. */
    public static final AwsConfig NONE = new AwsConfig("", "", "", "");

    public AwsConfig {
        Check.that(region.matches("[a-z0-9-]*"), "region", "a region as in us-east-1");
        Check.header("accessKeyId", accessKeyId);
        Check.header("secretAccessKey", secretAccessKey);
        Check.header("sessionToken", sessionToken);
        Check.that(
                accessKeyId.isEmpty() == secretAccessKey.isEmpty(),
                "secretAccessKey",
                "set together with accessKeyId, or neither");
    }

    public boolean hasKeys() {
        return !accessKeyId.isEmpty();
    }

    /** Keys never reach a log. */
    @Override
    public String toString() {
        return "Aws[" + region + "]";
    }
}
