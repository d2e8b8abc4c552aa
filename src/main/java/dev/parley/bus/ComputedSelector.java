package dev.parley.bus;

import io.vertx.core.Completable;
import io.vertx.core.eventbus.impl.clustered.DefaultNodeSelector;
import java.util.List;

/**
 * Hooks into Vert.x's clustered bus (its internal {@code NodeSelector}): it asks {@link Routes} where
 * a message goes. The stock selector would ask the cluster manager and then keep the answer until it is told otherwise;
 * here nothing is kept, so nothing can be stale.
 */
final class ComputedSelector extends DefaultNodeSelector {
    private final Routes routes;

    ComputedSelector(Routes routes) {
        this.routes = routes;
    }

    @Override
    public void selectForSend(String address, Completable<String> promise) {
        if (!routes.find(address, promise)) {
            super.selectForSend(address, promise);
        }
    }

    @Override
    public void selectForPublish(String address, Completable<Iterable<String>> promise) {
        if (!routes.find(address, (node, e) -> promise.complete(node == null ? null : List.of(node), e))) {
            super.selectForPublish(address, promise);
        }
    }
}
