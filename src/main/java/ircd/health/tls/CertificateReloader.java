package ircd.health.tls;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Notices that the certificate or key file changed, and installs the new pair once it is whole and fits. */
public final class CertificateReloader {
    /** File times may be as coarse as 2 s (FAT): a younger file may still change without showing it. */
    private static final Duration UNSETTLED = Duration.ofSeconds(5);

    private static final int SHORTEST_RSA_BITS = 2048;

    private final Path cert;
    private final Path key;
    private final Swap swap;
    private final System.Logger logger;
    private final InstantSource time;
    private final List<Consumer<ReloadOutcome>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    // Under the lock.
    private KeyMaterial served;
    private @Nullable Stamps settled; // null: the next check reads the files whatever their stamps
    private @Nullable Failure lastFailure;
    private Validity validity = Validity.VALID;

    private volatile CertificateStatus status;

    private record Stamps(FileStamp cert, FileStamp key) {
        boolean olderThan(Instant limit) {
            return cert.modified().isBefore(limit) && key.modified().isBefore(limit);
        }
    }

    private record Failure(Stamps seen, String message) {}

    private enum Validity {
        NOT_YET_VALID,
        VALID,
        EXPIRED
    }

    /**
     * @param served what the listener was started with; the first check compares the files with it, so that a change
     *     since it was read is not missed
     * @param time for {@link #reload()}, and to judge the dates of {@code served}
     */
    public CertificateReloader(
            Path cert, Path key, KeyMaterial served, Swap swap, System.Logger logger, InstantSource time) {
        this.cert = requireNonNull(cert, "cert is null");
        this.key = requireNonNull(key, "key is null");
        this.served = requireNonNull(served, "served is null");
        this.swap = requireNonNull(swap, "swap is null");
        this.logger = requireNonNull(logger, "logger is null");
        this.time = requireNonNull(time, "time is null");
        this.status = new CertificateStatus(served.notBefore(), served.notAfter(), 0, 0, true);
        warnShortKey();
        warnOutsideValidity(time.instant());
    }

    public CertificateStatus status() {
        return status;
    }

    /** Tells {@code listener} each outcome once, on the thread that looked: it must neither block nor throw. */
    public void onOutcome(Consumer<ReloadOutcome> listener) {
        listeners.add(listener);
    }

    /**
     * Installs what changed. Never throws; blocks for file I/O and the swap, and does nothing while another thread is at
     * it. To be called regularly by the owner's scheduler.
     *
     * @param now wall time, comparable with file times
     */
    public void check(Instant now) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            warnOutsideValidity(now);
            Stamps seen = stamps();
            if (!seen.equals(settled)) {
                attempt(seen, now);
            }
        } catch (KeyMaterialException e) {
            logger.log(DEBUG, "the attempt that failed", e); // said and counted by attempt()
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads the files now, whatever their stamps, and installs what differs from what is served. Blocks while another
     * thread is at it.
     *
     * @return one line on what happened
     */
    public String reload() throws KeyMaterialException {
        lock.lock();
        try {
            return (attempt(stamps(), time.instant()) ? "now served: " : "unchanged: ") + served;
        } finally {
            lock.unlock();
        }
    }

    private Stamps stamps() {
        return new Stamps(FileStamp.of(cert), FileStamp.of(key));
    }

    /** @param seen taken before the files are read, so that what changes meanwhile differs from it later */
    private boolean attempt(Stamps seen, Instant now) throws KeyMaterialException {
        try {
            KeyMaterial found = PemFiles.read(cert, key);
            // The key is proved to belong to the certificate: with equal chains it is the same, however written.
            boolean changed = !found.chain().equals(served.chain());
            if (changed) {
                install(found);
            }
            succeeded(found, changed, now);
            settled = seen.olderThan(now.minus(UNSETTLED)) ? seen : null;
            return changed;
        } catch (Throwable e) { // the scheduler must live on
            KeyMaterialException failure = e instanceof KeyMaterialException known
                    ? known
                    : new KeyMaterialException("--cert " + cert + ": unexpected " + e, e);
            failed(new Failure(seen, String.valueOf(failure.getMessage())));
            throw failure;
        }
    }

    private void install(KeyMaterial found) throws KeyMaterialException {
        try {
            swap.accept(found);
        } catch (Throwable e) { // a native TLS library throws Errors too
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new KeyMaterialException("--cert " + cert + ": the listener did not take the pair (" + e + ")", e);
        }
    }

    private void succeeded(KeyMaterial found, boolean changed, Instant now) {
        CertificateStatus before = status;
        served = found;
        lastFailure = null;
        status = new CertificateStatus(
                found.notBefore(),
                found.notAfter(),
                before.reloadCount() + (changed ? 1 : 0),
                before.reloadFailureCount(),
                true);
        if (changed) {
            validity = Validity.VALID;
            logger.log(INFO, "certificate reloaded: " + found);
            warnShortKey();
            tell(new ReloadOutcome(true, found.toString(), found.notAfter()));
            warnOutsideValidity(now);
        } else if (!before.lastReloadSucceeded()) {
            logger.log(INFO, "the certificate files hold the served pair again: " + found);
        }
    }

    private void failed(Failure failure) {
        settled = null; // permissions and half-written files may be mended without a change of time
        if (failure.equals(lastFailure)) {
            return;
        }
        lastFailure = failure;
        CertificateStatus before = status;
        status = new CertificateStatus(
                before.notBefore(), before.notAfter(), before.reloadCount(), before.reloadFailureCount() + 1, false);
        logger.log(WARNING, "certificate not reloaded, the one before stays in service: " + failure.message());
        tell(new ReloadOutcome(false, failure.message(), before.notAfter()));
    }

    private void tell(ReloadOutcome outcome) {
        listeners.forEach(listener -> listener.accept(outcome));
    }

    /** RFC 9325, 4.5. Once per pair: it is called when one comes into service. */
    private void warnShortKey() {
        if (served.leaf().getPublicKey() instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() < SHORTEST_RSA_BITS) {
            logger.log(
                    WARNING,
                    "--cert " + cert + ": the RSA key has " + rsa.getModulus().bitLength() + " bits, and clients refuse"
                            + " less than " + SHORTEST_RSA_BITS + "; it is served all the same, issue a longer one");
        }
    }

    /** Says it once when the served certificate is, or becomes, of no use by its dates. */
    private void warnOutsideValidity(Instant now) {
        Validity before = validity;
        validity = now.isBefore(served.notBefore())
                ? Validity.NOT_YET_VALID
                : now.isAfter(served.notAfter()) ? Validity.EXPIRED : Validity.VALID;
        if (validity == before || validity == Validity.VALID) {
            return;
        }
        logger.log(
                WARNING,
                "--cert " + cert + ": the certificate "
                        + (validity == Validity.EXPIRED
                                ? "expired at " + served.notAfter() + "; it is served all the same, renew it"
                                : "is not valid before " + served.notBefore()
                                        + "; it is served all the same, check it and the clock"));
    }
}
