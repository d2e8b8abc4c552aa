package dev.parley.ai.tool.page;

import dev.parley.model.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Lets a browser reach only addresses that an {@link AddressGuard} admits: a forward proxy on loopback.
 *
 * <p>It is the browser's only way out, and connects to the address that was checked (RFC 9110, sections 7.3.2 and
 * 9.3.6). One proxy for each page that is rendered; it ends with all its connections. Limits: {@link #BYTES_MAX},
 * {@link #REQUESTS_MAX}, 1 MiB for the body of a request. Runs on one context.
 */
final class GuardProxy {
    /** Most bytes that come in for one page. */
    static final long BYTES_MAX = 32 << 20;

    /** Most requests and tunnels of one page. */
    static final int REQUESTS_MAX = 300;

    private static final String LOOPBACK = "127.0.0.1";
    private static final int CONNECT_MS = 5000;
    private static final long UPLOAD_MAX = 1 << 20;
    private static final int FORBIDDEN = 403;
    private static final int BAD_GATEWAY = 502;
    private static final int TOO_LARGE = 413;
    private static final Set<String> OF_THE_HOP = Set.of(
            "connection",
            "host",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length");

    private final AddressGuard addressGuard;
    private final HttpServer server;
    private final HttpClient client;
    private final NetClient tunnels;
    private long bytes;
    private int requests;

    private GuardProxy(Vertx vertx, AddressGuard addressGuard) {
        this.addressGuard = addressGuard;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setConnectTimeout(CONNECT_MS));
        this.tunnels = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MS));
        this.server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false));
    }

    /** A proxy on the caller's context. */
    static Future<GuardProxy> open(Vertx vertx, AddressGuard addressGuard) {
        GuardProxy proxy = new GuardProxy(vertx, addressGuard);
        return proxy.server.requestHandler(proxy::onRequest).listen(0, LOOPBACK).map(proxy);
    }

    String address() {
        return LOOPBACK + ":" + server.actualPort();
    }

    Future<Void> close() {
        return Future.join(server.close(), client.close(), tunnels.close())
                .otherwiseEmpty()
                .mapEmpty();
    }

    private void onRequest(HttpServerRequest request) {
        request.response().exceptionHandler(gone -> {}); // the browser was ended
        PageUrl url;
        boolean isTunnel = request.method().equals(HttpMethod.CONNECT);
        try {
            url = PageUrl.parse(isTunnel ? "https://" + request.uri() : request.uri());
        } catch (Refusal refusal) {
            refuse(request, FORBIDDEN);
            return;
        }
        if (++requests > REQUESTS_MAX || bytes > BYTES_MAX) {
            refuse(request, FORBIDDEN);
            return;
        }
        request.pause();
        addressGuard
                .admit(url.host(), url.port())
                .onSuccess(address -> {
                    if (isTunnel) {
                        tunnel(request, address);
                    } else {
                        forward(request, url, address);
                    }
                })
                .onFailure(refusal -> refuse(request, FORBIDDEN));
    }

    /** An address without path: the browser speaks TLS with the page's host, and checks its certificate. */
    private void tunnel(HttpServerRequest request, SocketAddress address) {
        tunnels.connect(address)
                .onFailure(failure -> refuse(request, BAD_GATEWAY))
                .onSuccess(far -> {
                    far.pause();
                    request.toNetSocket().onFailure(failure -> end(far)).onSuccess(near -> {
                        pipe(near, far, 0);
                        pipe(far, near, 1);
                        far.resume();
                        near.resume();
                    });
                });
    }

    private void pipe(NetSocket from, NetSocket to, int counted) {
        from.exceptionHandler(failure -> end(to)).closeHandler(closed -> end(to));
        from.handler(part -> {
            bytes += (long) counted * part.length();
            if (bytes > BYTES_MAX) {
                end(from);
                end(to);
                return;
            }
            var unused = to.write(part);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> from.resume());
            }
        });
    }

    private void forward(HttpServerRequest request, PageUrl url, SocketAddress address) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > UPLOAD_MAX) {
                refuse(request, TOO_LARGE);
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                send(request, url, address, body);
            }
        });
        request.resume();
    }

    private void send(HttpServerRequest request, PageUrl url, SocketAddress address, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setServer(address)
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(url.target())
                .setFollowRedirects(false);
        for (Map.Entry<String, String> header : request.headers()) {
            if (!OF_THE_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                options.addHeader(header.getKey(), header.getValue());
            }
        }
        client.request(options)
                .compose(out -> body.length() == 0 ? out.send() : out.send(body))
                .onSuccess(head -> relay(request.response(), head))
                .onFailure(failure -> refuse(request, BAD_GATEWAY));
    }

    private void relay(HttpServerResponse response, HttpClientResponse head) {
        response.setStatusCode(head.statusCode()).setChunked(true);
        for (Map.Entry<String, String> header : head.headers()) {
            if (!OF_THE_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                response.headers().add(header.getKey(), header.getValue());
            }
        }
        head.exceptionHandler(failure -> response.reset());
        head.endHandler(end -> response.end());
        head.handler(part -> {
            bytes += part.length();
            if (bytes > BYTES_MAX) {
                var unused = head.request().reset();
                response.reset();
                return;
            }
            var unused = response.write(part);
            if (response.writeQueueFull()) {
                head.pause();
                response.drainHandler(drained -> head.resume());
            }
        });
    }

    private static void refuse(HttpServerRequest request, int status) {
        if (!request.response().ended()) {
            request.resume();
            var unused = request.response().setStatusCode(status).end();
        }
    }

    private static void end(NetSocket socket) {
        var unused = socket.close();
    }
}
