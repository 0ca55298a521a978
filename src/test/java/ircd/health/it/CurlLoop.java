package ircd.health.it;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** curl, a new process and so a new connection for each request, over and over until closed. */
final class CurlLoop implements AutoCloseable {
    private final URI uri;
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "curl loop");
    private volatile boolean closed;

    private CurlLoop(URI uri) {
        this.uri = uri;
        thread.setDaemon(true);
        thread.start();
    }

    static CurlLoop over(URI uri) {
        Daemons.require("curl");
        return new CurlLoop(uri);
    }

    /** For each request, in order: the HTTP status, or what curl said when it got no answer. */
    List<String> results() {
        return List.copyOf(results);
    }

    /** Blocks until the request under way has ended. */
    @Override
    public void close() {
        end();
    }

    /** The same for the middle of a test: nothing is asked after it. */
    void end() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            Commands.Result result = Commands.run(List.of(
                    "curl", "-sSk", "--max-time", "5", "-o", "/dev/null", "-w", "%{http_code}", uri.toString()));
            results.add(
                    result.exitCode() == 0 ? result.output() : "curl " + result.exitCode() + ": " + result.output());
        }
    }
}
