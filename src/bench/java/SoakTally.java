import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What was done to the service, and what of it did not come out as it must. */
final class SoakTally {
    private final Map<String, AtomicInteger> done = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicInteger> wrong = new ConcurrentSkipListMap<>();

    interface Deed {
        void run() throws Exception;
    }

    void did(String what) {
        done.computeIfAbsent(what, none -> new AtomicInteger()).incrementAndGet();
    }

    void wrong(String what) {
        if (wrong.computeIfAbsent(what, none -> new AtomicInteger()).incrementAndGet() == 1) {
            System.out.println("! " + what);
        }
    }

    /** Counts it, and as wrong if it throws. */
    void doing(String what, Deed deed) {
        did(what);
        try {
            deed.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) { // an error, too, would end its thread, and nobody would notice
            wrong(what + ": " + e);
        }
    }

    int of(String what) {
        AtomicInteger count = done.get(what);
        return count == null ? 0 : count.get();
    }

    void print() {
        System.out.println();
        done.forEach((what, count) -> System.out.printf("%7d  %s%n", count.get(), what));
    }

    List<String> wrongs() {
        return wrong.entrySet().stream()
                .map(each -> each.getValue() + " times: " + each.getKey())
                .toList();
    }
}
