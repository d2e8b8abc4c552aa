package dev.parley.fault.nodes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that stay free while a process is dead: below those that connections take for themselves. */
public final class FreePort {
    private static final int FROM = 20_000;
    private static final int TO = 32_000;

    private FreePort() {}

    public static int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Somebody listens there: another one.
            }
        }
    }
}
