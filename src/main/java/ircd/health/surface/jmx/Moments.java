package ircd.health.surface.jmx;

/** What an MBean shows, moment by moment. */
interface Moments<T> {
    /** What is shown now: the same object for as long as it is the same. */
    Object now();

    /** A bean whose attributes all show {@code moment}. */
    T beanOf(Object moment);

    /** For a bean whose attributes change each by itself: nothing can be kept of it, and every reading is of now. */
    static <T> Moments<T> none(T bean) {
        return new Moments<>() {
            @Override
            public Object now() {
                return new Object();
            }

            @Override
            public T beanOf(Object moment) {
                return bean;
            }
        };
    }
}
