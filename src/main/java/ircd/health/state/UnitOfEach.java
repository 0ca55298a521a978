package ircd.health.state;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.management.DescriptorKey;

/** Unit and range of each value of an attribute that is a map of quantities, as fields of its descriptor. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface UnitOfEach {
    @DescriptorKey("units")
    String value();

    /** In words: {@code minValue} would have to be a map. */
    @DescriptorKey("range")
    String range() default "each 0 or more";
}
