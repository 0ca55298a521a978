package ircd.health.it;

import com.sun.net.httpserver.HttpHandler;
import ircd.health.parity.Story;
import ircd.health.surface.page.PageState;
import ircd.health.surface.prometheus.MetricsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Photographs the page in every state, for people to look at: {@code src/test/page-screenshots.sh}. */
final class Screenshots {
    private static final int PHONE = 390;
    private static final int DESKTOP = 1280;
    private static final int MAX_HEIGHT = 3600;

    private Screenshots() {}

    /** The real server with a page for each state at {@code /its-name}. */
    static MetricsServer serve() throws Exception {
        Map<String, HttpHandler> pages = new TreeMap<>();
        for (PageState state : PageState.values()) {
            pages.put("/" + state.fileName(), state.page());
        }
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return MetricsServer.start(anyPort, Story.named("routable"), Story.traffic(), null, "0.1.0", pages);
    }

    /** Takes a new folder for the browser, and the folder to write the images to. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        try (MetricsServer server = serve();
                Browser browser = Browser.start(Path.of(arguments[0]))) {
            for (PageState state : PageState.values()) {
                for (boolean dark : new boolean[] {false, true}) {
                    for (int width : new int[] {PHONE, DESKTOP}) {
                        browser.look(width, 800, dark);
                        browser.open(URI.create(
                                "http://127.0.0.1:" + server.address().getPort() + "/" + state.fileName()));
                        String name = state.fileName() + "-" + width + (dark ? "-dark" : "-light") + ".png";
                        Files.write(folder.resolve(name), browser.screenshot(width, MAX_HEIGHT));
                    }
                }
            }
        }
    }
}
