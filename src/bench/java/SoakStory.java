import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What happens to the IRC network and to the host, over and over again; after each change all answers must agree with it. */
final class SoakStory {
    private static final long LONGEST_CHANGE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final String CONNECT = "CONNECT leaf.example 4497 127.0.0.2 link link";
    private static final String UNLINK = "SQUIT leaf.example :soak";

    private final SoakTally tally;
    private final SoakProbes probes;
    private final SoakOper oper;
    private final Path maintenance;
    private final String hub;
    private int chapter;

    SoakStory(SoakTally tally, SoakProbes probes, Path folder, String hub) throws IOException {
        this.tally = tally;
        this.probes = probes;
        this.oper = new SoakOper("127.0.0.1", 6667);
        this.maintenance = folder.resolve("maintenance");
        this.hub = hub;
    }

    void begin() throws Exception {
        change("link", 200, () -> oper.send(CONNECT));
        await(200, "\"warm\": true");
    }

    /** A quarter of a minute; ends as it began: linked and routable. */
    void tell() throws Exception {
        chapter++;
        change("unlink", 503, () -> oper.send(UNLINK));
        hold(1);
        if (chapter % 2 == 0) {
            for (int i = 0; i < 3; i++) {
                tally.doing("flap", SoakStory::flap);
            }
        }
        change("link", 200, () -> oper.send(CONNECT));
        hold(2);
        change("maintenance begins", 503, () -> Files.createFile(maintenance));
        hold(1);
        change("maintenance ends", 200, () -> Files.delete(maintenance));
        hold(2);
        if (chapter % 4 == 1) {
            change("hang", 503, () -> signal("STOP"));
            hold(1);
            change("thaw", 200, () -> signal("CONT"));
            hold(2);
        }
    }

    /** A peer that comes and goes, by hand: ngIRCd 26.1 itself can crash of commands in such a row. */
    private static void flap() throws IOException, InterruptedException {
        try (Socket link = new Socket("127.0.0.1", 4497)) {
            Thread.sleep(400);
        }
        Thread.sleep(200);
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, hub).inheritIO().start().waitFor();
    }

    private void change(String what, int status, SoakTally.Deed deed) throws Exception {
        probes.expect(0);
        tally.doing("change: " + what, deed);
        try (SoakHttp connection = SoakHttp.endpoint()) {
            long begun = System.nanoTime();
            long asked = begun;
            while (connection.ask("GET", "/health").status() != status) {
                long now = System.nanoTime();
                if (now - begun > LONGEST_CHANGE_NANOS) {
                    throw new IOException("no " + status + " after: " + what);
                }
                if (what.equals("link") && now - asked > ASK_AGAIN_NANOS) { // a side may still have the link before
                    asked = now;
                    tally.did("change: link, asked again");
                    oper.send(CONNECT);
                }
                Thread.sleep(150);
            }
        }
        probes.expect(status);
    }

    private void await(int status, String words) throws Exception {
        try (SoakHttp connection = SoakHttp.endpoint()) {
            long begun = System.nanoTime();
            for (SoakHttp.Answer answer = connection.ask("GET", "/health");
                    answer.status() != status || !answer.body().contains(words);
                    answer = connection.ask("GET", "/health")) {
                if (System.nanoTime() - begun > LONGEST_CHANGE_NANOS) {
                    throw new IOException("no " + words);
                }
                Thread.sleep(150);
            }
        }
    }

    private static void hold(int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(seconds);
    }
}
