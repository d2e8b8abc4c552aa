package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that speaks TLS itself: which ciphers it takes (RFC 9325 section 4), and what browsers are told. */
class TlsTest {
    private static final String PASSWORD = "password";

    @TempDir
    static Path folder;

    private static KeyStore keys;
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertTrue(made.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, made.exitValue());
        keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Path certificate =
                pem("CERTIFICATE", keys.getCertificate("node").getEncoded(), folder.resolve("certificate.pem"));
        Path key =
                pem("PRIVATE KEY", keys.getKey("node", PASSWORD.toCharArray()).getEncoded(), folder.resolve("key.pem"));
        node = TestNode.start(
                Map.of("PARLEY_HTTP_TLS_CERTIFICATE", certificate.toString(), "PARLEY_HTTP_TLS_KEY", key.toString()));
    }

    private static Path pem(String what, byte[] der, Path file) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static SSLSocket connect() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("node", (X509Certificate) keys.getCertificate("node"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        TrustManager[] managers = factory.getTrustManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", node.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_RSA_WITH_AES_256_CBC_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"
            })
    void ciphersWithoutForwardSecrecyOrWithCbcAreRefused(String cipher) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {cipher});
            assertThrows(SSLException.class, socket::startHandshake);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"})
    void presentCiphersAreTaken(String cipher) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {cipher});
            socket.startHandshake();
            assertEquals(cipher, socket.getSession().getCipherSuite());
        }
    }

    @Test
    void everyAnswerTellsBrowsersToKeepToTls() throws Exception {
        for (String path : new String[] {"/", "/health/live", "/api/nope", "/api/rooms"}) {
            try (SSLSocket socket = connect()) {
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(answer.contains("\r\nStrict-Transport-Security: max-age="), answer);
                assertTrue(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"), answer);
            }
        }
    }
}
