package ircd.health.kernel;

/** Says which rows of a socket table are worth an object. Called once per row: it must not allocate. */
@FunctionalInterface
public interface RowFilter {
    boolean wants(int localPort, int remotePort, boolean listening);
}
