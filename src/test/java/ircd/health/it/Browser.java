package ircd.health.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A headless Chromium with one tab, led by the DevTools protocol. Its sandbox is off: CI runs as root. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern PORT_FILE = Pattern.compile("(\\d+)\\n(\\S+)");

    private final Process process;
    private final Thread reaper;
    private final WebSocket socket;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private int calls;
    private String session = "";

    private Browser(Process process, Thread reaper, URI devTools) {
        this.process = process;
        this.reaper = reaper;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(devTools, new Messages())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Blocks until it is there; its profile goes into the folder, which must be a new one. */
    static Browser start(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        "chromium",
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        Thread reaper = new Thread(() -> kill(process), "end of a browser");
        Runtime.getRuntime().addShutdownHook(reaper);
        Path file = folder.resolve("DevToolsActivePort");
        Await.until(
                "Chromium runs",
                PATIENCE,
                () -> Files.exists(file)
                        && PORT_FILE.matcher(Files.readString(file)).find());
        Matcher devTools = PORT_FILE.matcher(Files.readString(file));
        if (!devTools.find()) {
            throw new IllegalStateException("Chromium does not say where it listens");
        }
        Browser browser =
                new Browser(process, reaper, URI.create("ws://127.0.0.1:" + devTools.group(1) + devTools.group(2)));
        browser.openTab();
        return browser;
    }

    private void openTab() {
        String target = value(call("Target.createTarget", "{\"url\":\"about:blank\"}"), "targetId");
        session =
                value(call("Target.attachToTarget", "{\"targetId\":\"" + target + "\",\"flatten\":true}"), "sessionId");
        call("Page.enable", "{}");
    }

    /** How wide the window is, in CSS pixels, and whether its user likes it dark. */
    void look(int width, int height, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":" + (width < 600)
                        + "}");
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"}]}");
    }

    /** Blocks until the page is drawn. */
    void open(URI uri) {
        messages.clear();
        call("Page.navigate", "{\"url\":\"" + uri + "\"}");
        for (String message = next(); !message.contains("\"Page.loadEventFired\""); message = next()) {
            // other events
        }
    }

    /** What a JavaScript expression gives, as a string. The page's own policy is no matter to it. */
    String evaluate(String expression) {
        String escaped = expression.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return value(
                call("Runtime.evaluate", "{\"returnByValue\":true,\"expression\":\"String(" + escaped + ")\"}"),
                "value");
    }

    /** The whole page as a PNG, however long it is; but not more than so many pixels of it. */
    byte[] screenshot(int width, int maxHeight) {
        int height = Math.min(maxHeight, Integer.parseInt(evaluate("document.documentElement.scrollHeight")));
        String clip = "{\"x\":0,\"y\":0,\"width\":" + width + ",\"height\":" + height + ",\"scale\":1}";
        return Base64.getDecoder()
                .decode(value(
                        call("Page.captureScreenshot", "{\"captureBeyondViewport\":true,\"clip\":" + clip + "}"),
                        "data"));
    }

    private String call(String method, String parameters) {
        int id = ++calls;
        String inSession = session.isEmpty() ? "" : ",\"sessionId\":\"" + session + "\"";
        socket.sendText(
                        "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + inSession + "}",
                        true)
                .join();
        String answer = next();
        while (!answer.startsWith("{\"id\":" + id + ",")) {
            answer = next();
        }
        if (answer.contains("\"error\":{") || answer.contains("\"exceptionDetails\":{")) {
            throw new IllegalStateException(method + " " + parameters + ": " + answer);
        }
        return answer;
    }

    private String next() {
        try {
            String message = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (message == null) {
                throw new IllegalStateException("Chromium says nothing");
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String value(String answer, String key) {
        Matcher value =
                Pattern.compile("\"" + key + "\":\"((?:[^\"\\\\]|\\\\.)*+)\"").matcher(answer);
        if (!value.find()) {
            throw new IllegalStateException(key + " is missing: " + answer);
        }
        return value.group(1).replace("\\\"", "\"").replace("\\n", "\n");
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Blocks until it is gone, so that its folder can be deleted. */
    @Override
    public void close() {
        socket.abort();
        kill(process);
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Shutdown.forget(reaper);
    }

    private final class Messages implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
