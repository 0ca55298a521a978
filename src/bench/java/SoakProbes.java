import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Load balancers, Prometheus and people with a browser: each answer must be the one that the state of the network demands. */
final class SoakProbes {
    private static final String[][] OTHERS = {
        {"HEAD", "/health", "0"}, {"GET", "/_info", "200"}, {"GET", "/nope", "404"}, {"OPTIONS", "/health", "405"}
    };
    private static final int REQUESTS_OF_A_CONNECTION = 250;

    private final SoakTally tally;
    private final BooleanSupplier running;
    private int turn;
    /** 0: changing, both may come. Compared by identity, so that a change back and forth is noticed. */
    private volatile Expectation expected = new Expectation(0);

    private static final class Expectation {
        final int status;

        Expectation(int status) {
            this.status = status;
        }
    }

    SoakProbes(SoakTally tally, BooleanSupplier running) {
        this.tally = tally;
        this.running = running;
    }

    /** From now on every answer to a question asked from now on, until the next call. */
    void expect(int status) {
        expected = new Expectation(status);
    }

    /** A fresh connection with a full handshake: mostly GET /health, now and then something else. */
    void fresh() throws IOException {
        int number = turn++;
        String protocol = number % 3 == 0 ? "TLSv1.2" : "TLSv1.3";
        try (SoakHttp connection = SoakHttp.endpoint(protocol)) {
            if (number % 5 == 4) {
                String[] other = OTHERS[number / 5 % OTHERS.length];
                judged(connection, other[0], other[1], Integer.parseInt(other[2]));
            } else {
                judged(connection, "GET", "/health", 0);
            }
        }
    }

    /** Asks five times a second on one connection. */
    void keptAlive() throws IOException, InterruptedException {
        try (SoakHttp connection = SoakHttp.endpoint()) {
            for (int i = 0; i < REQUESTS_OF_A_CONNECTION && running.getAsBoolean(); i++) {
                tally.did("request on a kept connection");
                judged(connection, "GET", "/health", 0);
                Thread.sleep(200);
            }
        }
    }

    /** @param always the status whatever the state; 0: that of the state */
    private void judged(SoakHttp connection, String method, String path, int always) throws IOException {
        Expectation before = expected;
        SoakHttp.Answer answer = connection.ask(method, path);
        int right = always != 0 ? always : before == expected ? before.status : 0;
        boolean known = right == 0 ? answer.status() == 200 || answer.status() == 503 : answer.status() == right;
        boolean health = method.equals("GET") && path.equals("/health");
        boolean saysSo = answer.body().contains("\"routable\": " + (answer.status() == 200));
        if (!known && health && saysSo && answer.body().contains("\"clientValid\": false")) {
            tally.did("answer while the daemon was late"); // how often that was, SoakLog judges
        } else if (!known || health && !saysSo) {
            tally.wrong("answer " + answer + " to " + method + " " + path + " in place of " + right);
        }
    }

    void scrape() throws IOException {
        SoakHttp.Answer answer = SoakHttp.scrape("/metrics");
        if (answer.status() != 200 || !answer.body().contains("\nircd_health_polls_total ")) {
            tally.wrong("scrape: " + answer.status() + ", " + answer.body().length() + " characters");
        }
    }

    void page() throws IOException {
        SoakHttp.Answer answer = SoakHttp.scrape("/");
        if (answer.status() != 200 || !answer.body().contains("</html>")) {
            tally.wrong("page: " + answer.status() + ", " + answer.body().length() + " characters");
        }
    }
}
