package dev.parley.ai.bedrock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.config.AwsConfig;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against AWS's published vectors (aws-sig-v4-test-suite). */
class SigV4Test {
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String TOKEN =
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoI"
                    + "YRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlR"
                    + "d8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJ"
                    + "abIQwj2ICCR/oLxBA==";

    private static Map<String, String> sign(String method, String path, String token) {
        SigV4 signer = new SigV4(new AwsConfig("us-east-1", "AKIDEXAMPLE", SECRET, token), "service");
        return signer.headers(method, URI.create("https://example.amazonaws.com" + path), new byte[0], NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "POST,/,5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "GET,/ሴ,8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "GET,/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz,"
                + "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
    })
    void signsAsPublished(String method, String path, String signature) {
        assertEquals(
                Map.of(
                        "x-amz-date",
                        "20150830T123600Z",
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                + " SignedHeaders=host;x-amz-date, Signature=" + signature),
                sign(method, path, ""));
    }

    @Test
    void signsTheTokenOfTemporaryKeys() {
        Map<String, String> headers = sign("POST", "/", TOKEN);
        assertEquals(TOKEN, headers.get("x-amz-security-token"));
        assertEquals(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=host;x-amz-date;x-amz-security-token,"
                        + " Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
                headers.get("Authorization"));
    }

    /** What a service but S3 is asked for is encoded twice where it is signed: a model's colon. */
    @Test
    void encodesTheIdOfAModel() {
        assertEquals("anthropic.claude-v2%3A1", SigV4.encoded("anthropic.claude-v2:1"));
        assertEquals("arn%3Aaws%3Abedrock%2Fx", SigV4.encoded("arn:aws:bedrock/x"));
    }
}
