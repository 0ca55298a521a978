package ircd.health.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets the scenes happen when their time has come, and says so. */
public final class StoryTeller implements AutoCloseable {
    private final PrintStream out;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo-story");
        thread.setDaemon(true);
        return thread;
    });

    private StoryTeller(PrintStream out) {
        this.out = out;
    }

    /** The time of the scenes begins now. */
    public static StoryTeller start(List<Scene> scenes, PrintStream out) {
        StoryTeller teller = new StoryTeller(out);
        scenes.forEach(scene ->
                teller.timer.schedule(() -> teller.play(scene), scene.at().toMillis(), TimeUnit.MILLISECONDS));
        return teller;
    }

    private void play(Scene scene) {
        out.println("--- " + scene.said());
        try {
            scene.event().happen();
        } catch (IOException | RuntimeException e) { // an executor would say nothing of it
            out.println("--- that failed: " + e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
