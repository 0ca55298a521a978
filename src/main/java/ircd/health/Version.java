package ircd.health;

import java.util.Objects;

/** The version in the jar's manifest; {@code development} when run from class files. */
final class Version {
    static final String TEXT =
            Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");

    private Version() {}
}
