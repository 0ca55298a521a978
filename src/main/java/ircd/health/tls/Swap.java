package ircd.health.tls;

/** Installs a pair into what serves it. */
@FunctionalInterface
public interface Swap {
    /** New connections get the pair from the return on; when it throws, the pair before must still be served. */
    void accept(KeyMaterial material) throws Exception;
}
