package dev.parley.ai.tool.page;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;

/** Looks up the addresses of a host, which may be an address itself. */
@FunctionalInterface
interface AddressResolver {
    /** At least one address, or a failure. */
    Future<List<InetAddress>> addresses(String host);

    /** The system's own, on worker threads as it blocks. */
    static AddressResolver ofSystem(WorkerExecutor workers) {
        return host -> workers.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false);
    }
}
